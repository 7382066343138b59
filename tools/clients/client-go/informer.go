package main

import (
	"context"
	"sync"

	apps "k8s.io/api/apps/v1"
	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/tools/cache"
)

func deployment(name string, replicas int32) *apps.Deployment {
	marked := map[string]string{"app": name}
	return &apps.Deployment{
		ObjectMeta: meta.ObjectMeta{Name: name},
		Spec: apps.DeploymentSpec{
			Replicas: &replicas,
			Selector: &meta.LabelSelector{MatchLabels: marked},
			Template: core.PodTemplateSpec{
				ObjectMeta: meta.ObjectMeta{Labels: marked},
				Spec:       core.PodSpec{Containers: []core.Container{{Name: "nginx", Image: "nginx"}}},
			},
		},
	}
}

// informer: shared informers see a Deployment's pods come, become ready and go.
func informer(ctx context.Context, c cluster) error {
	factory := informers.NewSharedInformerFactoryWithOptions(c.client, 0, informers.WithNamespace(namespace))
	pods := factory.Core().V1().Pods()
	deployments := factory.Apps().V1().Deployments()
	var lock sync.Mutex
	added, deleted, backwards := map[string]bool{}, map[string]bool{}, 0
	mine := func(object any) *core.Pod {
		if pod, ok := object.(*core.Pod); ok && pod.Labels["app"] == "informed" {
			return pod
		}
		return &core.Pod{}
	}
	_, err := pods.Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc: func(object any) { lock.Lock(); added[mine(object).Name] = true; lock.Unlock() },
		UpdateFunc: func(old, now any) {
			lock.Lock()
			if len(mine(old).ResourceVersion) == len(mine(now).ResourceVersion) && mine(old).ResourceVersion > mine(now).ResourceVersion {
				backwards++
			}
			lock.Unlock()
		},
		DeleteFunc: func(object any) { lock.Lock(); deleted[mine(object).Name] = true; lock.Unlock() },
	})
	if err != nil {
		return err
	}
	deployments.Informer()
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	if _, err = c.client.AppsV1().Deployments(namespace).Create(ctx, deployment("informed", 3), meta.CreateOptions{}); err != nil {
		return err
	}
	err = eventually(ctx, func() (bool, error) {
		seen, err := deployments.Lister().Deployments(namespace).Get("informed")
		return err == nil && seen.Status.ReadyReplicas == 3, nil
	})
	if err != nil {
		return err
	}
	selected, err := pods.Lister().Pods(namespace).List(labels.SelectorFromSet(labels.Set{"app": "informed"}))
	if err != nil {
		return err
	}
	say("ready: %d pods in the cache", len(selected))
	background := meta.DeletePropagationBackground
	if err = c.client.AppsV1().Deployments(namespace).Delete(ctx, "informed", meta.DeleteOptions{PropagationPolicy: &background}); err != nil {
		return err
	}
	err = eventually(ctx, func() (bool, error) {
		selected, err := pods.Lister().Pods(namespace).List(labels.SelectorFromSet(labels.Set{"app": "informed"}))
		return len(selected) == 0, err
	})
	if err != nil {
		return err
	}
	lock.Lock()
	defer lock.Unlock()
	delete(added, "")
	delete(deleted, "")
	say("added %d, deleted %d, backwards %d", len(added), len(deleted), backwards)
	return nil
}
