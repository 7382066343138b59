module labproof.dev/tools/kube-facts

go 1.22
