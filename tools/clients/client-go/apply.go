package main

import (
	"context"

	"k8s.io/apimachinery/pkg/api/errors"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	core "k8s.io/client-go/applyconfigurations/core/v1"
)

// apply: server-side apply by two managers, a conflict, and force.
func apply(ctx context.Context, c cluster) error {
	maps := c.client.CoreV1().ConfigMaps(namespace)
	want := func(value string) *core.ConfigMapApplyConfiguration {
		return core.ConfigMap("applied", namespace).WithData(map[string]string{"key": value})
	}
	if _, err := maps.Apply(ctx, want("first"), meta.ApplyOptions{FieldManager: "first"}); err != nil {
		return err
	}
	_, err := maps.Apply(ctx, want("second"), meta.ApplyOptions{FieldManager: "second"})
	say("conflict %t", errors.IsConflict(err))
	forced, err := maps.Apply(ctx, want("second"), meta.ApplyOptions{FieldManager: "second", Force: true})
	if err != nil {
		return err
	}
	say("forced to %s", forced.Data["key"])
	for _, entry := range forced.ManagedFields {
		say("managed by %s: %s", entry.Manager, entry.FieldsV1.Raw)
	}
	return maps.Delete(ctx, "applied", meta.DeleteOptions{})
}
