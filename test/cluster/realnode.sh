#!/bin/bash
# realnode.sh NAME K   stands for the referee's script of this name, and calls it (linked beside this one as bare-realnode.sh). It gives the node
# a /var/log/pods of its own, which kubelets else clear of each other's logs, and its address to the loopback interface, so that
# kube-proxy serves NodePorts there. REFEREE_NODE_OFFSET is added to K, for a referee beside another one.
K=$((${2:-1} + ${REFEREE_NODE_OFFSET:-0}))
ip address replace 127.0.1.$((100 + K))/32 dev lo
exec unshare --mount --propagation private bash -ec '
  for logs in /var/log/pods /var/log/containers; do mkdir -p $logs; mount -t tmpfs none $logs; done
  exec "$@"' - "$(dirname "$0")/bare-realnode.sh" "${1:-w1-k8s}" "$K"
