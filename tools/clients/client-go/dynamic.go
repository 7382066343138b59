package main

import (
	"context"

	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/restmapper"
)

// dynamicClient: kinds found by discovery, objects without types, metadata alone.
func dynamicClient(ctx context.Context, c cluster) error {
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(c.client.Discovery()))
	mapping, err := mapper.RESTMapping(schema.GroupKind{Group: "apps", Kind: "Deployment"})
	if err != nil {
		return err
	}
	say("apps Deployment is %s", mapping.Resource.String())
	client, err := dynamic.NewForConfig(c.config)
	if err != nil {
		return err
	}
	secrets := client.Resource(schema.GroupVersionResource{Version: "v1", Resource: "secrets"}).Namespace(namespace)
	secret := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1", "kind": "Secret", "metadata": map[string]any{"name": "hidden"}, "stringData": map[string]any{"a": "b"},
	}}
	created, err := secrets.Create(ctx, secret, meta.CreateOptions{})
	if err != nil {
		return err
	}
	text, _, _ := unstructured.NestedString(created.Object, "data", "a")
	say("secret data: %s", text)
	bare, err := metadata.NewForConfig(c.config)
	if err != nil {
		return err
	}
	only, err := bare.Resource(schema.GroupVersionResource{Version: "v1", Resource: "secrets"}).Namespace(namespace).Get(ctx, "hidden", meta.GetOptions{})
	if err != nil {
		return err
	}
	say("metadata of %s", only.Name)
	return secrets.Delete(ctx, "hidden", meta.DeleteOptions{})
}
