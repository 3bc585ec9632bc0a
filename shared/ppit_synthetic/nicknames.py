"""What people are called for short, by given name. A small list of our own, British and beyond."""

_SHORT = """
John:Jack,Johnny William:Bill,Will,Billy George:Georgie Ronald:Ron Kenneth:Ken Peter:Pete
Dennis:Den Derek:Del Raymond:Ray Frank:Frankie Arthur:Art Albert:Bert Ernest:Ernie Stanley:Stan
Leonard:Len Frederick:Fred Norman:Norm Harold:Harry Reginald:Reg Sidney:Sid Leslie:Les Walter:Wally
Douglas:Doug Thomas:Tom,Tommy Bernard:Bernie Michael:Mick,Mike David:Dave Alan:Al Anthony:Tony
Robert:Bob,Rob,Bobby Roger:Rog Malcolm:Mal Terence:Terry Trevor:Trev Geoffrey:Geoff
Christopher:Chris Maurice:Mo Donald:Don Gerald:Gerry Philip:Phil Edward:Ted,Eddie,Ned Francis:Frank
Victor:Vic Stuart:Stu Stephen:Steve Andrew:Andy Gary:Gaz Kevin:Kev Martin:Marty Nigel:Nige
Simon:Si Steven:Steve Timothy:Tim Jeremy:Jez Russell:Russ Howard:Howie Darren:Daz Jason:Jase
Matthew:Matt Richard:Dick,Rich,Ricky Daniel:Dan,Danny James:Jim,Jimmy,Jamie Jonathan:Jon
Nicholas:Nick Benjamin:Ben Samuel:Sam Alexander:Alex,Sandy Joseph:Joe Joshua:Josh Nathan:Nate
Bradley:Brad Charles:Charlie,Chas Oliver:Ollie Cameron:Cam Harvey:Harv Henry:Harry Theo:Teddy
Margaret:Peggy,Maggie,Meg Dorothy:Dot,Dolly Kathleen:Kath,Kathy Irene:Rene Phyllis:Phyl
Barbara:Babs Winifred:Win,Winnie Violet:Vi Patricia:Pat,Trish Christine:Chris,Chrissie
Maureen:Mo Janet:Jan Valerie:Val Susan:Sue,Susie Jacqueline:Jackie Sandra:Sandy Sylvia:Syl
Gillian:Gill Rosemary:Rosie Judith:Judy Pamela:Pam Josephine:Jo,Josie Deborah:Debbie,Debs
Angela:Angie Amanda:Mandy Beverley:Bev Teresa:Terri Elizabeth:Liz,Beth,Betty,Libby Helen:Nell
Nicola:Nicky Joanne:Jo Michelle:Shell Samantha:Sam Rachel:Rach Rebecca:Becky,Becca
Victoria:Vicky,Tori Caroline:Caz Natalie:Nat Stephanie:Steph Jessica:Jess Charlotte:Lottie,Charlie
Katie:Kate Danielle:Dani Jennifer:Jenny,Jen Natasha:Tasha Bethany:Beth Abigail:Abi Georgina:Georgie
Alexandra:Alex,Sasha Eleanor:Ellie,Nell Isabel:Izzy,Bella Olivia:Liv Amelia:Millie
Florence:Flo,Florrie Penelope:Penny Matilda:Tilly Dafydd:Dai Ieuan:Iwan Gwenllian:Gwen
Angharad:Hari Rhiannon:Rhi Patrick:Paddy,Pat Padraig:Paudie Diarmuid:Derry Bridget:Bridie,Biddy
Bernadette:Bernie Siobhán:Shiv Fionnuala:Nuala Piotr:Piotrek Krzysztof:Krzysiek Tomasz:Tomek
Andrzej:Jędrek Grzegorz:Grzesiek Wojciech:Wojtek Jakub:Kuba Zbigniew:Zbyszek Stanisław:Staszek
Sławomir:Sławek Dariusz:Darek Jarosław:Jarek Przemysław:Przemek Katarzyna:Kasia
Małgorzata:Gosia,Małgosia Agnieszka:Aga Joanna:Asia Magdalena:Magda Aleksandra:Ola Zuzanna:Zuzia
Elżbieta:Ela Danuta:Danka Emmanuel:Emma,Manny Oluwaseun:Seun Chukwuemeka:Emeka
Babatunde:Tunde Ikechukwu:Ike Olumide:Olu Ayodele:Ayo Temitope:Temi Oluwatobi:Tobi Oluwakemi:Kemi
Titilayo:Titi Chidinma:Chidi Omolara:Lara Abimbola:Bimbo Uzoamaka:Amaka Funmilayo:Funmi
Alexandru:Alex Mihai:Mișu Gheorghe:Gigi Constantin:Costel Ștefan:Fane Cristian:Cristi
Vasile:Vasi Nicolae:Nicu Mihaela:Miha Andreea:Deea Gabriela:Gabi Mădălina:Mada Lăcrămioara:Lăcră
Mohammed:Mo Muhammad:Mo Mohammad:Mo Balwinder:Bal Jaswinder:Jas Harpreet:Harp Gurpreet:Gurp
Amarjit:Amar Parminder:Pam Ravinder:Rav Suresh:Sunny Rajesh:Raj Sanjay:San Vijay:Vij Nilesh:Nil
Fatima:Fati Khadija:Dija Rukhsana:Ruksi
"""

SHORT_FORMS: dict[str, tuple[str, ...]] = {
    given: tuple(shorts.split(","))
    for given, shorts in (entry.split(":") for entry in _SHORT.split())
}


def short_forms(given: str) -> tuple[str, ...]:
    """Return what a ``given`` name is commonly shortened to, best known first. Maybe nothing."""
    return SHORT_FORMS.get(given, ())
