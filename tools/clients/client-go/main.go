// client-go against `labproof serve`: plays one procedure and prints, line by line, what it saw.
//
//	client-go KUBECONFIG PROCEDURE
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// cluster is what a procedure has at hand.
type cluster struct {
	config *rest.Config
	client *kubernetes.Clientset
}

const namespace = "default"

var procedures = map[string]func(context.Context, cluster) error{
	"apply":    apply,
	"dynamic":  dynamicClient,
	"elect":    elect,
	"informer": informer,
	"objects":  objects,
	"pages":    pages,
	"protobuf": protobuf,
	"sessions": sessions,
}

func say(format string, values ...any) { fmt.Printf(format+"\n", values...) }

// eventually asks until the answer is yes, an error, or the context's end.
func eventually(ctx context.Context, ask func() (bool, error)) error {
	for {
		if done, err := ask(); done || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func run(kubeconfig, name string) error {
	procedure, known := procedures[name]
	if !known {
		return fmt.Errorf("no procedure %q", name)
	}
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	config.QPS, config.Burst = 1000, 1000
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	return procedure(ctx, cluster{config, client})
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: client-go KUBECONFIG PROCEDURE")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
