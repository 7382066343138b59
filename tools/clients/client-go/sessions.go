package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/tools/portforward"
	"k8s.io/client-go/tools/remotecommand"
	"k8s.io/client-go/transport/spdy"
	"k8s.io/streaming/pkg/httpstream"
)

// sessions: exec over SPDY and over WebSockets where the server has their fifth protocol, logs, and a forwarded port.
func sessions(ctx context.Context, c cluster) error {
	pods := c.client.CoreV1().Pods(namespace)
	pod := &core.Pod{
		ObjectMeta: meta.ObjectMeta{Name: "talker"},
		Spec:       core.PodSpec{Containers: []core.Container{{Name: "nginx", Image: "nginx"}}},
	}
	if _, err := pods.Create(ctx, pod, meta.CreateOptions{}); err != nil {
		return err
	}
	err := eventually(ctx, func() (bool, error) {
		pod, err := pods.Get(ctx, "talker", meta.GetOptions{})
		return err == nil && pod.Status.Phase == core.PodRunning, err
	})
	if err != nil {
		return err
	}
	options := &core.PodExecOptions{Container: "nginx", Command: []string{"cat"}, Stdin: true, Stdout: true, Stderr: true}
	target := c.client.CoreV1().RESTClient().Post().Resource("pods").Name("talker").Namespace(namespace).
		SubResource("exec").VersionedParams(options, scheme.ParameterCodec).URL()
	overSpdy, err := remotecommand.NewSPDYExecutor(c.config, "POST", target)
	if err != nil {
		return err
	}
	overWebSocket, err := remotecommand.NewWebSocketExecutor(c.config, "GET", target.String())
	if err != nil {
		return err
	}
	either, err := remotecommand.NewFallbackExecutor(overWebSocket, overSpdy, httpstream.IsUpgradeFailure)
	if err != nil {
		return err
	}
	for name, executor := range map[string]remotecommand.Executor{"spdy": overSpdy, "either": either} {
		var out bytes.Buffer
		err = executor.StreamWithContext(ctx, remotecommand.StreamOptions{
			Stdin: strings.NewReader(strings.Repeat("0123456789abcdef\n", 4096)), Stdout: &out, Stderr: io.Discard,
		})
		if err != nil {
			return fmt.Errorf("exec over %s: %w", name, err)
		}
		say("%s: %d bytes through cat", name, out.Len())
	}
	if err := forward(ctx, c, c.client.CoreV1().RESTClient().Post().Resource("pods").Name("talker").Namespace(namespace).SubResource("portforward").URL()); err != nil {
		return err
	}
	text, err := pods.GetLogs("talker", &core.PodLogOptions{}).DoRaw(ctx)
	if err != nil {
		return err
	}
	say("logs: %t", len(text) > 0)
	zero := int64(0)
	return pods.Delete(ctx, "talker", meta.DeleteOptions{GracePeriodSeconds: &zero})
}

func forward(ctx context.Context, c cluster, target *url.URL) error {
	transport, upgrader, err := spdy.RoundTripperFor(c.config)
	if err != nil {
		return err
	}
	stop, ready := make(chan struct{}), make(chan struct{})
	defer close(stop)
	dialer := spdy.NewDialer(upgrader, &http.Client{Transport: transport}, "POST", target)
	forwarder, err := portforward.NewOnAddresses(dialer, []string{"127.0.0.1"}, []string{"0:80"}, stop, ready, io.Discard, io.Discard)
	if err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() { failed <- forwarder.ForwardPorts() }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		return ctx.Err()
	case <-ready:
	}
	ports, err := forwarder.GetPorts()
	if err != nil {
		return err
	}
	connection, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", ports[0].Local))
	if err != nil {
		return err
	}
	defer connection.Close()
	fmt.Fprint(connection, "GET / HTTP/1.1\r\nHost: talker\r\nConnection: close\r\n\r\n")
	line, err := bufio.NewReader(connection).ReadString('\n')
	say("forwarded: %s", strings.TrimSpace(line))
	return err
}
