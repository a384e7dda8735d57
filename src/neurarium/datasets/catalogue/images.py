"""The images: where they are published, and what their files and arrays must be."""

from __future__ import annotations

from types import MappingProxyType

from neurarium.datasets.catalogue.class_names import CIFAR10, CIFAR100, DIGITS, FASHION_MNIST
from neurarium.datasets.catalogue.entry import Entry, RemoteFile

KERAS_STORE = "https://storage.googleapis.com/tensorflow/tf-keras-datasets"
ZALANDO = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com"
TORONTO = "https://www.cs.toronto.edu/~kriz"

DIGITS_8X8 = Entry(
    name="digits", title="Digits 8×8", kind="images", task="classification", layout="digits",
    input_shape=(8, 8), n_train=1438, n_test=359, classes=DIGITS,
    licence="CC BY 4.0",
    citation="E. Alpaydin and C. Kaynak (1998), Optical Recognition of Handwritten Digits, UCI "
    "Machine Learning Repository, doi:10.24432/C50P49",
    source="scikit-learn, load_digits (the test set of the UCI data)",
)  # fmt: skip

MNIST = Entry(
    name="mnist", title="MNIST", kind="images", task="classification", layout="mnist",
    input_shape=(28, 28), n_train=60_000, n_test=10_000, classes=DIGITS,
    licence="CC BY-SA 3.0",
    citation="Y. LeCun, L. Bottou, Y. Bengio and P. Haffner (1998), Gradient-Based Learning "
    "Applied to Document Recognition, Proceedings of the IEEE 86(11), 2278–2324",
    source=f"{KERAS_STORE}/mnist.npz",
    files=(
        RemoteFile("mnist.npz", f"{KERAS_STORE}/mnist.npz",
                   "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1", 11_490_434),
    ),
    array_hashes=MappingProxyType({
        "x_train": "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757",
        "y_train": "1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13",
        "x_test": "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161",
        "y_test": "ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5",
    }),
)  # fmt: skip

FASHION = Entry(
    name="fashion_mnist", title="Fashion-MNIST", kind="images", task="classification",
    layout="mnist", input_shape=(28, 28), n_train=60_000, n_test=10_000, classes=FASHION_MNIST,
    licence="MIT (Zalando SE)",
    citation="H. Xiao, K. Rasul and R. Vollgraf (2017), Fashion-MNIST: a Novel Image Dataset for "
    "Benchmarking Machine Learning Algorithms, arXiv:1708.07747",
    source=ZALANDO,
    files=tuple(
        RemoteFile(f"fashion-mnist/{name}", f"{ZALANDO}/{name}", sha256, size)
        for name, sha256, size in (
            ("train-images-idx3-ubyte.gz",
             "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84", 26_421_880),
            ("train-labels-idx1-ubyte.gz",
             "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845", 29_515),
            ("t10k-images-idx3-ubyte.gz",
             "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073", 4_422_102),
            ("t10k-labels-idx1-ubyte.gz",
             "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5", 5_148),
        )
    ),
    array_hashes=MappingProxyType({
        "x_train": "2e487a6c89124f78f2d7521542223cafe96f7123c3ca13d447772ac6ecbb3012",
        "y_train": "657fbd221bfc9f4198cc14b5619cc33ec57c58dd0e47af4d99d6650759e869a7",
        "x_test": "c867c93ff95360594e8ec3287995350b824dd110b11595c0e13d5423f621867a",
        "y_test": "3d0e6c6ea990b53b6f8f500a41cac93881d981b315f84578b7d915342ade01e9",
    }),
)  # fmt: skip

_KRIZHEVSKY = ("A. Krizhevsky (2009), Learning Multiple Layers of Features from Tiny Images, "
               "Technical Report, University of Toronto")  # fmt: skip
_NO_LICENCE = "no licence stated; the authors ask to be cited"

CIFAR_10 = Entry(
    name="cifar10", title="CIFAR-10", kind="images", task="classification", layout="cifar",
    input_shape=(32, 32, 3), n_train=50_000, n_test=10_000, classes=CIFAR10,
    licence=_NO_LICENCE, citation=_KRIZHEVSKY, source=f"{TORONTO}/cifar.html",
    files=(
        RemoteFile("cifar-10-python.tar.gz", f"{TORONTO}/cifar-10-python.tar.gz",
                   "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce",
                   170_498_071),
    ),
)  # fmt: skip

CIFAR_100 = Entry(
    name="cifar100", title="CIFAR-100", kind="images", task="classification", layout="cifar",
    input_shape=(32, 32, 3), n_train=50_000, n_test=10_000, classes=CIFAR100,
    licence=_NO_LICENCE, citation=_KRIZHEVSKY, source=f"{TORONTO}/cifar.html",
    files=(
        RemoteFile("cifar-100-python.tar.gz", f"{TORONTO}/cifar-100-python.tar.gz",
                   "85cd44d02ba6437773c5bbd22e183051d648de2e7d6b014e1ef29b855ba677a7",
                   169_001_437),
    ),
)  # fmt: skip

IMAGES = (DIGITS_8X8, MNIST, FASHION, CIFAR_10, CIFAR_100)
