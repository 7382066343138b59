package main

import (
	"context"
	"time"

	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
)

// elect: two candidates for one Lease; the second leads when the first lets go.
func elect(ctx context.Context, c cluster) error {
	said := make(chan string, 8)
	candidate := func(ctx context.Context, name string) {
		lock := &resourcelock.LeaseLock{
			LeaseMeta:  meta.ObjectMeta{Name: "leader", Namespace: namespace},
			Client:     c.client.CoordinationV1(),
			LockConfig: resourcelock.ResourceLockConfig{Identity: name},
		}
		leaderelection.RunOrDie(ctx, leaderelection.LeaderElectionConfig{
			Lock: lock, ReleaseOnCancel: true,
			LeaseDuration: 3 * time.Second, RenewDeadline: 2 * time.Second, RetryPeriod: 200 * time.Millisecond,
			Callbacks: leaderelection.LeaderCallbacks{
				OnStartedLeading: func(context.Context) { said <- name + " leads" },
				OnStoppedLeading: func() { said <- name + " stopped" },
			},
		})
	}
	first, letGo := context.WithCancel(ctx)
	defer letGo()
	go candidate(first, "first")
	say("%s", <-said)
	second, stop := context.WithCancel(ctx)
	defer stop()
	go candidate(second, "second")
	time.Sleep(500 * time.Millisecond)
	letGo()
	say("%s", <-said)
	select {
	case line := <-said:
		say("%s", line)
	case <-ctx.Done():
		return ctx.Err()
	}
	lease, err := c.client.CoordinationV1().Leases(namespace).Get(ctx, "leader", meta.GetOptions{})
	if err != nil {
		return err
	}
	say("held by %s, %d transitions", *lease.Spec.HolderIdentity, *lease.Spec.LeaseTransitions)
	return nil
}
