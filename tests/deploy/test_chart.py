"""The Helm chart: rendered by Helm's own library, and checked against the schemas of Kubernetes."""

from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

helm = pytest.importorskip("helm_python", reason="its wheels leave out some machines")

CHART = Path(__file__).parents[2] / "deploy" / "helm" / "parley"
KUBERNETES = "1.31"
LEAST = {"existingSecret": "parley"}
MOST = {
    **LEAST,
    "settings": {"S3_BUCKET_NAME": "parley", "LIMITS__PAGE_SIZE": "50"},
    "imagePullSecrets": [{"name": "registry"}],
    "podAnnotations": {"team": "chat"},
    "nodeSelector": {"disk": "fast"},
    "tolerations": [{"key": "chat", "operator": "Exists"}],
    "ingress": {"className": "nginx", "tlsSecret": "chat-tls", "annotations": {"a.example.org/b": "c"}},
    "monitoring": {"serviceMonitor": True},
}


def rendered(values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The manifests, by kind."""
    with helm.Chart.load(str(CHART)) as chart:
        files = chart.render(values, name="team", namespace="chat")
    documents = [document for text in files.values() for document in yaml.safe_load_all(text) if document]
    return {document["kind"]: document for document in documents}


@pytest.mark.parametrize("values", [LEAST, MOST], ids=["least", "most"])
def test_what_it_renders_is_what_kubernetes_takes(values: dict[str, Any]) -> None:
    manifests = rendered(values)
    assert manifests.keys() >= {
        *("Deployment", "Service", "HorizontalPodAutoscaler", "PodDisruptionBudget", "Ingress")
    }
    for kind, manifest in manifests.items():
        if kind != "ServiceMonitor":  # of the Prometheus operator: Kubernetes itself has no schema for it
            kubernetes_validate.validate(manifest, KUBERNETES, strict=True)


def test_an_instance_has_the_time_that_it_needs_to_go_away() -> None:
    pod = rendered(LEAST | {"drainSeconds": 60})["Deployment"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert pod["terminationGracePeriodSeconds"] == 5 + 60 + 15
    assert container["lifecycle"]["preStop"]["exec"]["command"] == ["sleep", "5"]
    assert {"name": "DRAIN_SECONDS", "value": "60"} in container["env"]
    assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert container["securityContext"]["readOnlyRootFilesystem"] is True


def test_it_grows_with_its_sockets() -> None:
    metrics = rendered(LEAST)["HorizontalPodAutoscaler"]["spec"]["metrics"]
    assert metrics[0]["pods"]["metric"] == {"name": "parley_sockets"}


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"existingSecret": ""},
        LEAST | {"drainSeconds": "20"},
        LEAST | {"settings": {"JWT_SECRET": "hunter2"}},
    ],
)
def test_wrong_values_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(helm.HelmError):
        rendered(values)
