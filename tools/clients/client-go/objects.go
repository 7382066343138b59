package main

import (
	"context"
	"fmt"

	core "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/util/retry"
)

func configMap(name string, data map[string]string) *core.ConfigMap {
	return &core.ConfigMap{ObjectMeta: meta.ObjectMeta{Name: name, Labels: map[string]string{"of": "client-go"}}, Data: data}
}

// objects: the typed client's verbs, and the errors it tells apart.
func objects(ctx context.Context, c cluster) error {
	maps := c.client.CoreV1().ConfigMaps(namespace)
	first, err := maps.Create(ctx, configMap("one", map[string]string{"a": "1"}), meta.CreateOptions{})
	if err != nil {
		return err
	}
	_, err = maps.Create(ctx, configMap("one", nil), meta.CreateOptions{})
	say("created again: exists %t", errors.IsAlreadyExists(err))
	_, err = maps.Create(ctx, configMap("Not A Name", nil), meta.CreateOptions{})
	say("bad name: invalid %t", errors.IsInvalid(err))
	_, err = maps.Get(ctx, "nothing", meta.GetOptions{})
	say("nothing: not found %t", errors.IsNotFound(err))

	stale := first.DeepCopy()
	first.Data["a"] = "2"
	if first, err = maps.Update(ctx, first, meta.UpdateOptions{}); err != nil {
		return err
	}
	stale.Data["a"] = "3"
	_, err = maps.Update(ctx, stale, meta.UpdateOptions{})
	say("stale update: conflict %t", errors.IsConflict(err))
	err = retry.RetryOnConflict(retry.DefaultRetry, func() error {
		fresh, err := maps.Get(ctx, "one", meta.GetOptions{})
		if err != nil {
			return err
		}
		fresh.Data["b"] = "4"
		_, err = maps.Update(ctx, fresh, meta.UpdateOptions{})
		return err
	})
	if err != nil {
		return err
	}
	for _, patch := range []struct {
		kind types.PatchType
		text string
	}{
		{types.MergePatchType, `{"data":{"a":null,"merge":"yes"}}`},
		{types.StrategicMergePatchType, `{"data":{"strategic":"yes"}}`},
		{types.JSONPatchType, `[{"op":"add","path":"/data/json","value":"yes"},{"op":"remove","path":"/data/b"}]`},
	} {
		if _, err = maps.Patch(ctx, "one", patch.kind, []byte(patch.text), meta.PatchOptions{}); err != nil {
			return fmt.Errorf("%s: %w", patch.kind, err)
		}
	}
	patched, err := maps.Get(ctx, "one", meta.GetOptions{})
	if err != nil {
		return err
	}
	say("patched: %v", patched.Data)
	_, err = maps.Create(ctx, configMap("dry", nil), meta.CreateOptions{DryRun: []string{meta.DryRunAll}})
	if err != nil {
		return err
	}
	_, err = maps.Get(ctx, "dry", meta.GetOptions{})
	say("dry run left nothing: %t", errors.IsNotFound(err))
	wrong := types.UID("wrong")
	err = maps.Delete(ctx, "one", meta.DeleteOptions{Preconditions: &meta.Preconditions{UID: &wrong}})
	say("delete of another uid: conflict %t", errors.IsConflict(err))
	if err = maps.DeleteCollection(ctx, meta.DeleteOptions{}, meta.ListOptions{LabelSelector: "of=client-go"}); err != nil {
		return err
	}
	left, err := maps.List(ctx, meta.ListOptions{LabelSelector: "of=client-go"})
	if err != nil {
		return err
	}
	say("left: %d", len(left.Items))
	return nil
}

// protobuf: the same verbs by a client that sends protobuf, and would rather have it back.
func protobuf(ctx context.Context, c cluster) error {
	config := *c.config
	config.ContentType = "application/vnd.kubernetes.protobuf"
	config.AcceptContentTypes = "application/vnd.kubernetes.protobuf,application/json"
	client, err := kubernetes.NewForConfig(&config)
	if err != nil {
		return err
	}
	return objects(ctx, cluster{&config, client})
}
