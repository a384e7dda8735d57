"""The tables: three that scikit-learn brings, one to download."""

from __future__ import annotations

from neurarium.datasets.catalogue.class_names import BREAST_CANCER, IRIS, WINE
from neurarium.datasets.catalogue.entry import Entry, RemoteFile
from neurarium.datasets.catalogue.images import KERAS_STORE

_IRIS = Entry(
    name="iris", title="Iris", kind="table", task="classification", layout="scikit-learn",
    input_shape=(4,), n_train=120, n_test=30, classes=IRIS, licence="CC BY 4.0",
    citation="R. A. Fisher (1936), The Use of Multiple Measurements in Taxonomic Problems, Annals "
    "of Eugenics 7(2), 179–188",
    source="scikit-learn, load_iris (UCI, doi:10.24432/C56C76)",
    features=("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"),
    target="species",
)  # fmt: skip

_WINE = Entry(
    name="wine", title="Wine", kind="table", task="classification", layout="scikit-learn",
    input_shape=(13,), n_train=142, n_test=36, classes=WINE, licence="CC BY 4.0",
    citation="S. Aeberhard and M. Forina (1991), Wine, UCI Machine Learning Repository, "
    "doi:10.24432/C5PC7J",
    source="scikit-learn, load_wine (UCI, doi:10.24432/C5PC7J)",
    features=(
        "alcohol", "malic acid", "ash", "alcalinity of ash", "magnesium", "total phenols",
        "flavanoids", "nonflavanoid phenols", "proanthocyanins", "color intensity", "hue",
        "od280/od315 of diluted wines", "proline",
    ),
    target="cultivar",
)  # fmt: skip

_MEASURES = (
    "radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity",
    "concave points", "symmetry", "fractal dimension",
)  # fmt: skip

_BREAST_CANCER = Entry(
    name="breast_cancer", title="Breast cancer Wisconsin", kind="table", task="classification",
    layout="scikit-learn", input_shape=(30,), n_train=456, n_test=113, classes=BREAST_CANCER,
    licence="CC BY 4.0",
    citation="W. Wolberg, O. Mangasarian, N. Street and W. Street (1993), Breast Cancer Wisconsin "
    "(Diagnostic), UCI Machine Learning Repository, doi:10.24432/C5DW2B",
    source="scikit-learn, load_breast_cancer (UCI, doi:10.24432/C5DW2B)",
    features=(
        *(f"mean {measure}" for measure in _MEASURES),
        *(f"{measure} error" for measure in _MEASURES),
        *(f"worst {measure}" for measure in _MEASURES),
    ),
    target="diagnosis",
)  # fmt: skip

_CALIFORNIA = Entry(
    name="california_housing", title="California housing", kind="table", task="regression",
    layout="california", input_shape=(8,), n_train=16_512, n_test=4_128, classes=(),
    licence="public domain (1990 US census)",
    citation="R. K. Pace and R. Barry (1997), Sparse Spatial Autoregressions, Statistics and "
    "Probability Letters 33(3), 291–297",
    source=f"{KERAS_STORE}/california_housing.npz",
    features=("MedInc", "HouseAge", "AveRooms", "AveBedrms", "Population", "AveOccup", "Latitude",
              "Longitude"),
    target="median house value (US dollars)",
    files=(
        RemoteFile("california_housing.npz", f"{KERAS_STORE}/california_housing.npz",
                   "1a2e3a52e0398de6463aebe6f4a8da34fb21fbb6b934cf88c3425e766f2a1a6f", 743_530),
    ),
)  # fmt: skip

TABLES = (_IRIS, _WINE, _BREAST_CANCER, _CALIFORNIA)
