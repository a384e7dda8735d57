"""Published results, so that a learner sees where a network of one's own stands.

Each stands in the source that is named; what could not be traced to one is left out. Results on
other splits or with other training data say so in their title.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from neurarium.datasets.catalogue import ENTRIES
from neurarium.datasets.dataset import ClassName as Title

ReferenceKind = Literal["linear", "dense", "conv", "human", "best", "other"]


@dataclass(frozen=True)
class Reference:
    """A published test result. `value` is in `unit`: "%" is accuracy in per cent.

    `kind`: a linear model, a dense or convolutional network, people, the best that is known,
    or another method. `title_ko` is the title in Korean.
    """

    title: str
    kind: ReferenceKind
    value: float
    unit: str
    source: str
    title_ko: str = ""

    @property
    def name(self) -> Title:
        """The title in English and Korean."""
        return Title(self.title, self.title_ko or self.title)


_LECUN = "LeCun, Bottou, Bengio, Haffner (1998), Proc. IEEE 86(11), fig. 9"
_XIAO = "Xiao, Rasul, Vollgraf (2017), arXiv:1708.07747, table 3"
_ZALANDO = "github.com/zalandoresearch/fashion-mnist, table of benchmarks"

_REFERENCES: Mapping[str, tuple[Reference, ...]] = MappingProxyType({
    "mnist": (
        Reference("Linear classifier", "linear", 88.0, "%", _LECUN, "선형 분류기"),
        Reference("Dense network, 300 hidden units", "dense", 95.3, "%", _LECUN,
                  "밀집 신경망, 은닉 유닛 300개"),
        Reference("LeNet-5, a small convolutional network", "conv", 99.05, "%", _LECUN,
                  "LeNet-5, 작은 합성곱 신경망"),
        Reference("Ensemble of convolutional networks", "best", 99.91, "%",
                  "An, Lee, Park, Yang, So (2020), arXiv:2008.10400", "합성곱 신경망 앙상블"),
    ),
    "fashion_mnist": (
        Reference("Logistic regression", "linear", 84.2, "%", _XIAO, "로지스틱 회귀"),
        Reference("Dense network, 100 hidden units", "dense", 87.1, "%", _XIAO,
                  "밀집 신경망, 은닉 유닛 100개"),
        Reference("Two convolutions with max pooling", "conv", 91.6, "%", _ZALANDO,
                  "합성곱 2층과 최대 풀링"),
        Reference("People without knowledge of fashion (3 votes an image)", "human", 83.5, "%",
                  _ZALANDO, "패션 지식이 없는 사람(이미지당 3표)"),
        Reference("Architecture found by search (DARTS)", "best", 96.91, "%",
                  "Tanveer, Khan, Kyung (2020), arXiv:2006.09042", "탐색으로 찾은 구조(DARTS)"),
    ),
    "cifar10": (
        Reference("Linear model on raw pixels", "linear", 37.3, "%",
                  "Krizhevsky (2009), as given by Coates, Lee, Ng (2011), AISTATS, table 1",
                  "픽셀에 대한 선형 모델"),
        Reference("Deep dense network (about)", "dense", 70.0, "%",
                  "Lin, Memisevic, Konda (2015), arXiv:1511.02580", "깊은 밀집 신경망(약)"),
        Reference("Three convolutions with pooling", "conv", 83.4, "%",
                  "Hinton, Srivastava, Krizhevsky et al. (2012), arXiv:1207.0580",
                  "합성곱 3층과 풀링"),
        Reference("One person (about)", "human", 94.0, "%",
                  "Karpathy (2011), karpathy.github.io/2011/04/27/manually-classifying-cifar10",
                  "사람 한 명(약)"),
        Reference("Vision Transformer, trained on 300 million images before", "best", 99.5, "%",
                  "Dosovitskiy et al. (2020), arXiv:2010.11929, table 2",
                  "비전 트랜스포머(3억 장으로 사전 훈련)"),
    ),
    "cifar100": (
        Reference("Convolutional maxout network", "conv", 61.43, "%",
                  "Goodfellow, Warde-Farley, Mirza, Courville, Bengio (2013), arXiv:1302.4389",
                  "맥스아웃 합성곱 신경망"),
        Reference("EfficientNet-L2 with SAM, trained on 300 million images before", "best", 96.08,
                  "%", "Foret, Kleiner, Mobahi, Neyshabur (2020), arXiv:2010.01412",
                  "EfficientNet-L2 + SAM(3억 장으로 사전 훈련)"),
    ),
    "digits": (
        Reference("Nearest neighbour, trained on UCI's other 3,823 digits", "other", 98.0, "%",
                  "Alpaydin, Kaynak (1998), optdigits.names, UCI", "최근접 이웃(UCI의 다른 숫자 "
                  "3,823개로 훈련)"),
    ),
    "wine": (
        Reference("Linear discriminant, leave one out", "linear", 98.9, "%",
                  "Aeberhard, Coomans, de Vel (1992), wine.names, UCI", "선형 판별, 하나씩 제외"),
    ),
    "breast_cancer": (
        Reference("One separating plane, 3 columns, cross-validated", "linear", 97.5, "%",
                  "Wolberg, Street, Mangasarian (1995), wdbc.names, UCI",
                  "분리 평면 하나, 열 3개, 교차 검증"),
    ),
})  # fmt: skip


def references(name: str) -> tuple[Reference, ...]:
    """Return the published results on a data set; () where none is known, as for one's own."""
    return _REFERENCES.get(name, ()) if name in ENTRIES else ()
