"""The Python client against `labproof serve`: plays one procedure and prints, line by line, what it saw.

procedures.py KUBECONFIG PROCEDURE
"""
import sys
import threading
import time

from kubernetes import client, config, watch
from kubernetes.client.rest import ApiException
from kubernetes.dynamic import DynamicClient
from kubernetes.stream import portforward, stream

NAMESPACE = "default"


def config_map(name, data=None):
    return client.V1ConfigMap(metadata=client.V1ObjectMeta(name=name, labels={"of": "python"}), data=data)


def status_of(call):
    """The HTTP status that a call ends with, and its reason."""
    try:
        call()
        return "no error"
    except ApiException as error:
        return f"{error.status} {error.reason}"


def objects(core):
    first = core.create_namespaced_config_map(NAMESPACE, config_map("one", {"a": "1"}))
    print("created again:", status_of(lambda: core.create_namespaced_config_map(NAMESPACE, config_map("one"))))
    print("bad name:", status_of(lambda: core.create_namespaced_config_map(NAMESPACE, config_map("Not A Name"))))
    print("nothing:", status_of(lambda: core.read_namespaced_config_map("nothing", NAMESPACE)))
    core.patch_namespaced_config_map("one", NAMESPACE, {"data": {"a": None, "b": "2"}})
    print("stale replace:", status_of(lambda: core.replace_namespaced_config_map("one", NAMESPACE, first)))
    print("patched:", core.read_namespaced_config_map("one", NAMESPACE).data)
    core.delete_collection_namespaced_config_map(NAMESPACE, label_selector="of=python")
    print("left:", len(core.list_namespaced_config_map(NAMESPACE, label_selector="of=python").items))


def follow(core):
    start = core.list_namespaced_config_map(NAMESPACE).metadata.resource_version

    def write():
        core.create_namespaced_config_map(NAMESPACE, config_map("seen", {"a": "1"}))
        core.patch_namespaced_config_map("seen", NAMESPACE, {"data": {"a": "2"}})
        core.delete_namespaced_config_map("seen", NAMESPACE)

    writer = threading.Thread(target=write)
    writer.start()
    watching = watch.Watch()
    for event in watching.stream(
        core.list_namespaced_config_map, NAMESPACE, resource_version=start, label_selector="of=python", timeout_seconds=20
    ):
        print(event["type"], event["object"].data)
        if event["type"] == "DELETED":
            watching.stop()
    writer.join()


def sessions(core):
    container = client.V1Container(name="nginx", image="nginx")
    pod = client.V1Pod(metadata=client.V1ObjectMeta(name="spoken"), spec=client.V1PodSpec(containers=[container]))
    core.create_namespaced_pod(NAMESPACE, pod)
    while core.read_namespaced_pod("spoken", NAMESPACE).status.phase != "Running":
        time.sleep(0.02)
    command = ["sh", "-c", "echo out; echo err >&2"]
    spoken = stream(
        core.connect_get_namespaced_pod_exec, "spoken", NAMESPACE, command=command,
        stdin=False, stdout=True, stderr=True, tty=False, _preload_content=False,
    )
    spoken.run_forever(timeout=10)
    print("exec:", spoken.read_stdout().strip(), spoken.read_stderr().strip(), spoken.returncode)
    forwarded = portforward(core.connect_get_namespaced_pod_portforward, "spoken", NAMESPACE, ports="80")
    connection = forwarded.socket(80)
    connection.settimeout(10)
    connection.sendall(b"GET / HTTP/1.1\r\nHost: spoken\r\nConnection: close\r\n\r\n")
    print("forwarded:", connection.recv(1024).split(b"\r\n")[0].decode())
    connection.close()
    print("logs:", len(core.read_namespaced_pod_log("spoken", NAMESPACE)) > 0)
    core.delete_namespaced_pod("spoken", NAMESPACE, grace_period_seconds=0)


def dynamic(core):
    dynamic_client = DynamicClient(core.api_client, cache_file=f"/tmp/labproof-python-{time.time_ns()}.json")
    deployments = dynamic_client.resources.get(api_version="apps/v1", kind="Deployment")
    body = {
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "dynamic"},
        "spec": {
            "replicas": 1, "selector": {"matchLabels": {"app": "dynamic"}},
            "template": {
                "metadata": {"labels": {"app": "dynamic"}},
                "spec": {"containers": [{"name": "nginx", "image": "nginx"}]},
            },
        },
    }
    deployments.create(body=body, namespace=NAMESPACE)
    while deployments.get(name="dynamic", namespace=NAMESPACE).status.readyReplicas != 1:
        time.sleep(0.02)
    print("ready:", deployments.get(name="dynamic", namespace=NAMESPACE).status.readyReplicas)
    body["spec"]["replicas"] = 2
    applied = deployments.server_side_apply(body=body, namespace=NAMESPACE, field_manager="python", force_conflicts=True)
    print("applied:", applied.spec.replicas)
    deployments.delete(name="dynamic", namespace=NAMESPACE)


PROCEDURES = {"objects": objects, "follow": follow, "sessions": sessions, "dynamic": dynamic}

if __name__ == "__main__":
    _, kubeconfig, name = sys.argv
    config.load_kube_config(kubeconfig)
    PROCEDURES[name](client.CoreV1Api())
