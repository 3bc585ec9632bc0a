"""Names that are written in many ways in Latin letters, because they come from other alphabets.

Written from general knowledge; each row is one name. A name stands in one row only.
"""

from functools import lru_cache

from ppit_matching.names.name_words import ABBREVIATED

# First the forms of Slavic names, then of Arabic, Persian and Turkish, of the British Isles, of
# Greek and Armenian, then Chinese, Korean and Vietnamese syllables.
ROWS = """
alexander aleksandr aleksander alexandr oleksandr aliaksandr oleksander alyaksandr
alexandra aleksandra oleksandra aliaksandra
aleksei alexei aleksey alexey oleksiy oleksii alexy oleksij aliaksei
andrei andrey andriy andrii andrej
anatoly anatoli anatoliy anatolii anatolij
arkady arkadi arkadiy arkadii
dmitry dmitri dmitriy dmitrii dimitri dmytro dzmitry dimitriy
evgeny evgeni evgenii evgeniy yevgeny yevgeni yevgeniy yevgenii yevhen yauheni
evgenia yevgenia evgeniya yevgeniya
gennady gennadi gennadiy gennadii hennadiy
georgy georgi georgiy georgii heorhiy
grigory grigori grigoriy grigorii hryhoriy
igor ihor
ilya ilia illia
konstantin konstantyn kostyantyn
leonid leanid
mikhail mihail mykhailo mikhailo michail mikhael
maksim maxim maksym
nikita mikita
nikolai nikolay mykola nikolaj mikalai
oleg oleh
pavel pavlo
petr pyotr petro piotr
sergei sergey serhiy sergiy serge serhii siarhei sergej
stepan stephan
vasily vasili vasiliy vasilii vasyl
viktor victor
vitaly vitali vitaliy vitalii
vladimir volodymyr wladimir uladzimir
vyacheslav viacheslav vjaceslav
yaroslav jaroslav iaroslav
yulia yuliya julia iulia
yuri yury yuriy yurii iouri juri
zhanna janna
abdallah abdullah abdulla abdalla abdoulaye
abdurrahman abdulrahman abdelrahman abdorrahman abdirahman abderrahmane abdurahman
abdulaziz abdelaziz abdulazeez
ahmed ahmad ahmet achmed ahmaad akhmed akhmad
ali aly
amina aminah ameena
aisha ayesha aysha aicha aishah ayse
bilal billal belal
fatima fatimah fatma fatemeh fatimata
farid fareed farrid
faisal faysal feisal faizal
ghulam gulam gholam
hassan hasan hasaan hassane
hussein hussain husain husayn hossein hosein husein hussien houssein hussin
hamza hamzah
hamid hamed hameed
habib habeeb
ibrahim ebrahim ibraheem brahim ibragim
idris idrees idriss
imran emran
ismail ismael esmail ismaeel ismayil
jamal gamal jamaal djamel
jamil jameel djamil
karim kareem kerim
khadija khadijah hadija khadidja
khalid khaled khaleed
mahmoud mahmood mahmud mehmood mahmut
maryam mariam maryum meryem
mustafa mostafa mustapha moustafa
mehdi mahdi
mehmet mehmed
nasser naser nasir nasr naseer
nadim nadeem
omar umar omer umer
osama usama ousama
osman usman uthman othman ousmane
qasim kasim qassim kassem qasem kassim
rashid rasheed rachid rashed
reza raza rida riza
saeed saied saeid
salih saleh
salim saleem selim
samir sameer
sharif shareef sherif
suleiman sulaiman soleiman suleyman sulayman souleymane
tariq tarik tareq tarek
walid waleed oualid
yahya yehya yahia yihya
yasin yassin yaseen yasseen
yusuf yousef yousuf youssef yusef yosef yousif
zahra zehra zohra
zainab zaynab zeinab zeynab
amir aamir ameer emir
chowdhury choudhury chaudhary chaudhry chaudhuri choudhary chaudry chowdry
qureshi koreshi quraishi kureshi
siddiqui siddiqi siddiqee sidiqi
sheikh shaikh shaik sheik sheykh
sean shaun shawn
alistair alasdair alastair alister
callum calum
ciaran kieran kieron keiran
connor conor
claire clare clair
eoghan eoin
graham graeme grahame
hywel howell
isabel isobel isabelle isabella
lynn lynne lyn
neil niall neal
sarah sara
stuart stewart
teresa theresa therese
tracey tracy traci
zoe zoey
giorgos yiorgos georgios yeorgios
yiannis giannis ioannis
dimitris dimitrios
sarkissian sargsyan sarkisian
qaddafi gaddafi gadhafi kadhafi qadhafi gadafi kaddafi qadafi
kim gim
park bak pak
choi choe
jong jung jeong
un eun
zhang chang
zhou chou
zhao chao
huang hwang
nguyen nguen
"""
SPELLINGS = {word: row.split()[0] for row in ROWS.strip().splitlines() for word in row.split()}


@lru_cache(maxsize=65_536)
def one_spelling(name: str) -> str:
    """Return the spelling in which a name of many spellings is compared; most have one only."""
    usual = ABBREVIATED.get(name, name)
    return SPELLINGS.get(usual, usual)
