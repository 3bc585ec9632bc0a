"""Which given names are forms of one name: Bill and William, Jack and John, Peggy and Margaret.

Our own table of names used in the United Kingdom comes first; the `nicknames` package (1,152
names, leaning American) serves the names that ours does not hold.
"""

from functools import lru_cache

from nicknames import NickNamer

# A full form, then its short, pet and variant forms. A short form may stand in several rows;
# full forms of two rows never count as one name (Alexander is not Alexandra). Names that two
# brothers or sisters may well bear (Ian and Sean, Anna and Hannah) are kept apart on purpose:
# twins share their date of birth.
UK_FORMS = """
abigail abi abbie abby gail
adam addy
adrian ade
alan allan allen al
albert bert bertie al
alexander alex alec alexei sandy xander sasha lex
alexandra alex sandra sandy sasha lexi alexa
alfred alf alfie fred
alison ali allison
amanda mandy
andrew andy drew andrzej andrei
angela angie
ann anne anna annie nan nancy hannah
anthony tony antony ant antoni
antonia toni
archibald archie
arthur art artie
barbara barb babs basia
barry baz
benjamin ben benny benji
bernadette bernie
bernard bernie
beverley bev
bradley brad
bridget bridie biddy
cameron cam
carol carole carolyn
caroline carrie caz lina
catherine cath cathy kate katie katy kathryn katherine kathy kath kit kitty cat kasia
cecilia celia cissie
charles charlie chuck chas charley
charlotte charlie lottie lotty charley
christina chris tina chrissie krystyna
christine chris chrissie tina
christopher chris kit topher christy krzysztof
clifford cliff
constance connie
cynthia cindy
daniel dan danny
danielle dani danni
david dave davey davy dai dafydd dewi taffy
deborah debbie debs deb debra
dennis denis den
derek del
desmond des
dominic dom
donald don donny
dorothy dot dotty dolly dottie
douglas doug dougie
edith edie
edmund ed eddie ned ted
edward ed eddie ned ted teddy eddy
edwin ed eddie
eileen aileen
eleanor ellie nell nellie elly leonora nora elinor
elizabeth liz lizzie beth betty betsy bess eliza libby liza elisabeth elspeth lilibet bettie ela
ellen nell nellie ellie
emily em emmy millie
emma em emmy
ernest ernie
esther hester essie
eugene gene evgeny
evelyn evie eve
florence flo florrie flossie
frances fran francie fanny frankie
francis frank frankie
frederick fred freddie freddy
gabriel gabe
gareth gaz garth
gary gaz garry
geoffrey geoff jeff jeffrey
george georgie
georgina georgie gina georgia
gerald gerry jerry
gerard gerry jerry
gillian gill jill jillian
gordon gordie
graham graeme grahame
gregory greg grzegorz
gwendolen gwen gwenda gwendoline
harold harry hal
harriet hattie harrie
helen nell lena helena nellie
henry harry hal hank
herbert herb bert bertie
howard howie
hubert bert
hugh hughie huw
ian iain
irene rene renie
isabel isobel izzy bella belle isabella isabelle bel
jacob jake jakub
jacqueline jackie jacqui jacky
james jim jimmy jamie jem jimmie
jane janie janey
janet jan
janice jan janis
jason jay
jean jeanie jeannie
jennifer jen jenny jenn jennie
jeremy jerry jez jem
jessica jess jessie
joan joanie
joanna jo joanne joann
john jack johnny jon johnnie jock jonny
jonathan jon jonny jonathon
joseph joe joey josef jozef
josephine jo josie
joshua josh
joyce joy
judith judy judi jude
julia jules julie
julian jules
karen kaz
keith kei
kenneth ken kenny
kevin kev
kimberley kim kimberly
kristina tina kris
laura laurie lolly
laurence larry lawrence laurie lol loz
leonard len lenny leo
leslie les
lesley les
lewis lew louis lou lewys llew
lilian lily lil lillian
linda lindy lyn lynda
louise lou
lucy luce lucia
lynn lyn lynne
madeleine maddie maddy madeline
malcolm mal malc
margaret peggy maggie meg peg marge margie madge mags molly malgorzata gosia
maria mary
martin marty martyn
mary molly polly mae marie mamie moira maire
matilda tilly tilda mattie
matthew matt mattie mateusz
maureen mo
maurice mo morris
maxine max
maximilian max
maxwell max
melanie mel
melissa mel lissa
michael mick mike mickey micky mikey mitch micheal mihai michal
michelle shell chelle shelley
millicent millie milly
mohammed mo hamid mehmet
mildred millie milly
monica mon
natalie nat talia
natasha tasha nat
nathan nate nat
nathaniel nat nate nathan
neil neal niall
nicholas nick nicky nico nicolae mikolaj
nicola nicky nikki nic nicole
norman norm
oliver ollie olly
olivia liv livvy ollie
oluwaseun seun
pamela pam
patricia pat trish tricia patsy patty
patrick pat paddy padraig
paul pauly pavel pawel
pauline polly
penelope penny
percival percy
peter pete piotr petru
philip phil phillip pip
philippa pippa pip
phyllis phyl
prudence prue
rachel rach rachael rae
raymond ray
rebecca becky becca bex
reginald reg reggie
rhys rees reece reese rhy
richard dick rick ricky rich richie dickie rik ritchie
robert bob bobby rob robbie bert robin rab roberto
roberta bobbie bobby
roderick rod roddy
rodney rod
roger rog
roland roly rolly
ronald ron ronnie
rosalind ros roz rosie
rosemary rose rosie romy
roy roi
rupert rupe
russell russ
ruth ruthie
samantha sam sammy sammie
samuel sam sammy
sarah sally sadie sara sal
sandra sandy sandie
sebastian seb
sharon shaz shari
sheila shelagh
shirley shirl
sidney sid sydney
simon si
sophia sophie sofia zofia
stanley stan
stella stell
stephanie steph stef
stephen steve steven stevie stefan ste
stuart stu stewart
susan sue susie suzy susanna suzanne susannah sukey zuzanna
sylvia syl silvia
teresa terry tess theresa tessa terri tracy
terence terry tel terrence
theodore ted theo teddy
thomas tom tommy tam tomasz
timothy tim timmy
tobias toby
tracey tracy trace
ursula ulla
valerie val
vanessa ness nessa
veronica ronnie nicky
victor vic viktor
victoria vicky vicki tori vikki toria
vincent vin vinny vince
virginia ginny ginger
vivian viv vivien
walter wally walt wat
wilfred wilf wilfrid fred
william bill billy will willie wil willy wills gwilym
winifred win winnie
yvonne eve vonnie
zachary zach zac zak
agnieszka aga agusia agnes
aleksander olek aleks
aleksandra ola olenka
anastasia nastya stasia
chukwuemeka emeka
babatunde tunde
constantin costel costica dinu
dariusz darek
elzbieta ela elka
gheorghe gigi gica ghita
grzegorz grzesiek grzes
gwenllian gwen
henryk heniek
ieuan iwan ifan
ikechukwu ike
ion ionut ionel nelu
jakub kuba
jaroslaw jarek
jaswinder jas jassi
balwinder bal
joanna asia joasia
katarzyna kasia kaska
krzysztof krzys krzysiek
lukasz luki
magdalena magda lena
mihaela miha mica
miroslaw mirek
myfanwy myf
nicolae nicu nicusor
olumide mide
przemyslaw przemek
radoslaw radek
slawomir slawek
stanislaw staszek stas stan
surinder suri
temitope temi tope
tomasz tomek
wieslawa wiesia
wojciech wojtek
zbigniew zbyszek
zuzanna zuzia zuza
"""
# Yoruba names are shortened by leaving out the word for God.
DROPPED_PREFIXES = ("oluwa", "olu", "ayo")
SHORTEST_REMAINDER = 3
MOST_FULL_FORMS = 6
PACKAGE = NickNamer()


def _full_forms() -> dict[str, frozenset[str]]:
    rows = [row.split() for row in UK_FORMS.strip().splitlines()]
    full: dict[str, set[str]] = {row[0]: {row[0]} for row in rows}
    for row in rows:
        for form in row[1:]:
            full.setdefault(form, set()).add(row[0])
    return {name: frozenset(found) for name, found in full.items()}


FULL_FORMS = _full_forms()


@lru_cache(maxsize=65_536)
def full_forms(name: str) -> frozenset[str]:
    """Return the full names that this one may stand for, and the name itself.

    Two names are forms of one name exactly if these sets meet.
    """
    own = FULL_FORMS.get(name)
    if own is not None:
        return own | {name}
    for prefix in DROPPED_PREFIXES:
        if name.startswith(prefix) and len(name) - len(prefix) >= SHORTEST_REMAINDER:
            return frozenset({name, name.removeprefix(prefix)})
    return frozenset(sorted(PACKAGE.canonicals_of(name))[:MOST_FULL_FORMS]) | {name}


def is_same_name(one: str, other: str) -> bool:
    """Tell whether both are forms of one given name."""
    return not full_forms(one).isdisjoint(full_forms(other))
