package main

import (
	"context"
	"fmt"

	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/tools/pager"
)

// pages: a list in pages is whole and of one moment.
func pages(ctx context.Context, c cluster) error {
	maps := c.client.CoreV1().ConfigMaps(namespace)
	for index := range 25 {
		if _, err := maps.Create(ctx, configMap(fmt.Sprintf("page-%02d", index), nil), meta.CreateOptions{}); err != nil {
			return err
		}
	}
	requests := 0
	list := pager.New(func(ctx context.Context, options meta.ListOptions) (runtime.Object, error) {
		requests++
		return maps.List(ctx, options)
	})
	list.PageSize = 10
	count := 0
	err := list.EachListItem(ctx, meta.ListOptions{LabelSelector: "of=client-go"}, func(runtime.Object) error {
		count++
		return nil
	})
	if err != nil {
		return err
	}
	say("%d objects in %d pages", count, requests)
	return maps.DeleteCollection(ctx, meta.DeleteOptions{}, meta.ListOptions{LabelSelector: "of=client-go"})
}
