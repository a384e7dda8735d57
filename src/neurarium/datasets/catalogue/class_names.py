"""Names of classes in English and Korean."""

from __future__ import annotations

from neurarium.datasets.dataset import ClassName


def _named(pairs: str) -> tuple[ClassName, ...]:
    lines = (line.split("|") for line in pairs.strip().splitlines())
    return tuple(ClassName(en.strip(), ko.strip()) for en, ko in lines)


DIGITS = tuple(ClassName(str(digit), str(digit)) for digit in range(10))

FASHION_MNIST = _named("""
T-shirt/top | 티셔츠/탑
Trouser | 바지
Pullover | 스웨터
Dress | 드레스
Coat | 코트
Sandal | 샌들
Shirt | 셔츠
Sneaker | 스니커즈
Bag | 가방
Ankle boot | 앵클부츠
""")

CIFAR10 = _named("""
airplane | 비행기
automobile | 자동차
bird | 새
cat | 고양이
deer | 사슴
dog | 개
frog | 개구리
horse | 말
ship | 배
truck | 트럭
""")

CIFAR100 = _named("""
apple | 사과
aquarium fish | 관상어
baby | 아기
bear | 곰
beaver | 비버
bed | 침대
bee | 벌
beetle | 딱정벌레
bicycle | 자전거
bottle | 병
bowl | 그릇
boy | 소년
bridge | 다리
bus | 버스
butterfly | 나비
camel | 낙타
can | 캔
castle | 성
caterpillar | 애벌레
cattle | 소
chair | 의자
chimpanzee | 침팬지
clock | 시계
cloud | 구름
cockroach | 바퀴벌레
couch | 소파
crab | 게
crocodile | 악어
cup | 컵
dinosaur | 공룡
dolphin | 돌고래
elephant | 코끼리
flatfish | 넙치
forest | 숲
fox | 여우
girl | 소녀
hamster | 햄스터
house | 집
kangaroo | 캥거루
keyboard | 키보드
lamp | 램프
lawn mower | 잔디 깎는 기계
leopard | 표범
lion | 사자
lizard | 도마뱀
lobster | 바닷가재
man | 남자
maple tree | 단풍나무
motorcycle | 오토바이
mountain | 산
mouse | 쥐
mushroom | 버섯
oak tree | 참나무
orange | 오렌지
orchid | 난초
otter | 수달
palm tree | 야자나무
pear | 배(과일)
pickup truck | 픽업트럭
pine tree | 소나무
plain | 평원
plate | 접시
poppy | 양귀비
porcupine | 호저
possum | 주머니쥐
rabbit | 토끼
raccoon | 너구리
ray | 가오리
road | 도로
rocket | 로켓
rose | 장미
sea | 바다
seal | 물개
shark | 상어
shrew | 뒤쥐
skunk | 스컹크
skyscraper | 고층 빌딩
snail | 달팽이
snake | 뱀
spider | 거미
squirrel | 다람쥐
streetcar | 노면 전차
sunflower | 해바라기
sweet pepper | 피망
table | 탁자
tank | 탱크
telephone | 전화기
television | 텔레비전
tiger | 호랑이
tractor | 트랙터
train | 기차
trout | 송어
tulip | 튤립
turtle | 거북
wardrobe | 옷장
whale | 고래
willow tree | 버드나무
wolf | 늑대
woman | 여자
worm | 벌레
""")

IRIS = _named("""
setosa | 세토사
versicolor | 버시컬러
virginica | 버지니카
""")

WINE = _named("""
class 0 | 품종 0
class 1 | 품종 1
class 2 | 품종 2
""")

BREAST_CANCER = _named("""
malignant | 악성
benign | 양성
""")
