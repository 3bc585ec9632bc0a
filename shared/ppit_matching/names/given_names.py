"""Given names that are names of their own beside those of `rarity` and `pet_names`.

Two names that both exist are two people's: Petra is no slip for Peter. Written by hand from
general knowledge of names in Europe, Asia and Africa; no list was copied.
"""

from ppit_matching.text.word_lists import listed

GIVEN_NAMES = listed(
    """
    petra paula julia juliana julian julien julius lucia luciana lucas luca lukas marina martina
    martine marta marco marcus marcel marcos marcello mario marius marian mariana marianne mariam
    marlene marlon carla carlo carlos carmen carolina carole caroline cecilia celia celine clara
    claudia claudio claude clemens corinne cornelia cristina cristian daniela danilo dario david
    davide denis denise diana diane diego dominique edith edgar edmund eduard eduardo edwin eleanor
    eleonora elias elisa elise eliza ella elsa elvira emil emilia emilio enrique enzo erica erik
    erika ernesto esteban eugene eugenia eva evelyn fabian fabio felicia felix ferdinand fernanda
    fernando fiona flavia flora florian florin francesca francesco francis frances francisca
    francisco franco franz frederic frida friedrich fritz gabriel gabriela gaston georgina gerard
    gerhard gerda gilbert gina giovanni giulia gloria gonzalo greta guido gunther gustav hanna hans
    harriet hector hedwig heidi heinrich helena helga henrik herbert hermann hilda hugo ida ignacio
    ines inga ingrid irina iris irma isabella isidor ivan ivana ivo jacob jana janina janine javier
    jelena joachim joana johan johann johanna jolanta jorge jose josef josefa josephine juan juana
    juliette karin karl karla karla katja klaus kurt lara laszlo lea leila lena leo leon leona
    leonie leopold lidia liliana lina lorenzo lothar louisa luis luisa luise lydia magda manuel
    manuela marek margit mariusz mateo matteo matilda mauro maxima melania mercedes mila milan
    milena mina mira miriam monica monika nadia natalia natasha nicole nicoletta nina nora norbert
    norma olga oscar otto pablo paola paolo pascal patrice paulina paulo pedro pia pierre pilar
    rafael raisa ramon raul regina renata rene renee ricardo rita roberta roberto roland rolf roman
    romana rosa rosana rudolf sabina sabine sabrina salvador salvatore sandro santiago sara sasha
    selma sergio silvia silvio simona simone sofia sonia sophia stefan stefania stella sven sylvie
    tamara tania tatiana teodor teresa tereza theodora thomasina tobias valentin valentina valeria
    valerio vera veronica victoria viktoria vincenzo viola violeta virginie vivian walter wanda
    werner wilhelm wilma xavier xenia yolanda yvette zdenek zita zoltan
    abbas abdi adel adnan afzal akbar akram amin amjad anwar arif asad asghar ashraf asif asim aslam
    atif ayub azad aziz azhar babar badr baqir bashir bassam daud faheem fahad faiz fawad fawzi
    feroz ghassan habiba haider hakim halima hanan haroon harun hasina hashim hisham huda humayun
    iftikhar ihsan imad inam ishaq israr jafar jalal javed jawad junaid kabir kamal kamran karima
    khadim khalida khalil latif layla luqman majid malika mansoor maqsood marwan masood maulana
    mazhar mohsin moin mubarak mujahid mukhtar munir murad musa mushtaq nabil nadia naeem naim nazir
    noor nuri qadir rafiq rahim rais rania rashida rauf riaz sabir sadiq saida saif sajid salma
    salman sana sardar shabbir shafiq shahid shakeel shams shaukat shireen shoaib siraj sohail
    sultan tahir tahira talib tanveer waheed waqar wasim yaqub yasmin younis zafar zahir zaid zaki
    zeeshan ziad zubair zulfiqar
    ajay ajit akash amit amrit anand anil anita anjali ankit arjun arun asha ashok bala bharat
    chandra deepa deepak dev dinesh ganesh gaurav geeta gita gopal govind hari harish indira jagdish
    jaya jyoti kamala kavita kiran krishna lakshmi lata madan mahendra mahesh manish manoj meena
    mohan mukesh nanda narendra naresh naveen neha nikhil nisha nitin pankaj pooja prakash pramod
    prasad pratap prem priya radha raghu rahul raj rajendra rajesh rajiv rakesh ram ramesh ravi
    rekha rohan rohit sandeep sanjay santosh sarita satish shanti shiva shyam sita subhash sudha
    sunil sunita suresh surya uma usha vandana vijay vikram vinod vishal yogesh
    igor boris gleb lev rostislav stanislav svetlana ludmila nadezhda oksana olena raisa ruslan
    timur vadim valery veniamin vera vsevolod yana zinaida anton artem denis ekaterina fedor filipp
    galina german inna kirill larisa lidiya marat margarita nina polina renat rinat semyon sofya
    tamara tigran
    """
)
