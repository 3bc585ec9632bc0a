"""The fields of a person that a column may hold, and the headings that say so."""

from collections.abc import Mapping
from enum import StrEnum


class Field(StrEnum):
    """What `--map FIELD=COLUMN` may say, and what the command says it has understood."""

    FULL = "full_name"
    GIVEN = "first_name"
    MIDDLE = "middle_name"
    FAMILY = "surname"
    KNOWN_AS = "known_as"
    BORN = "date_of_birth"
    DAY = "day_of_birth"
    MONTH = "month_of_birth"
    YEAR = "year_of_birth"
    HOUSE = "house_number"
    STREET = "street"
    ADDRESS = "address"
    PLACE = "town"
    POSTCODE = "postcode"
    PHONE = "phone"
    EMAIL = "email"
    NATIONAL_INSURANCE = "national_insurance"
    SEX = "sex"
    SOURCE = "source"
    OTHER = "other"
    IGNORE = "ignore"


# Of these a file may have several columns; of every other field the first is taken.
MANY = frozenset(
    {Field.MIDDLE, Field.STREET, Field.ADDRESS, Field.PLACE, Field.OTHER, Field.IGNORE}
)
# Headings without signs, capitals and digits at the end, the surest first.
HEADINGS: Mapping[Field, str] = {
    Field.FULL: """
        fullname name personname completename wholename customername clientname applicantname
        residentname namefull firstandsurname firstandlastname names displayname patientname
        tenantname debtorname victimname subjectname
    """,
    Field.GIVEN: """
        firstname givenname forename forenames givennames firstnames fname first given pername
        christianname gname namefirst personforename firstnm forname firstgivenname
        vorname prenom imie nombre
    """,
    Field.MIDDLE: """
        middlename middlenames mname middle secondname middleinitial initials othernames
    """,
    Field.FAMILY: """
        surname lastname familyname lname last family sname secondsurname namelast personsurname
        lastnm surnames nachname familienname nomdefamille nazwisko apellido apellidos
    """,
    Field.KNOWN_AS: """
        knownas nickname alias preferredname aka maidenname formername birthname birthsurname
        maidensurname formersurname previousname previoussurname
    """,
    Field.BORN: """
        dateofbirth dob birthdate birthdt dateofbirthiso birthday born bdate persondob
        personbirthdate borndate dobstr dobiso datebirth
        geburtsdatum datedenaissance dataurodzenia fechadenacimiento
    """,
    Field.DAY: "dobday dobd dayofbirth birthday birthd bday dayob bd dday day",
    Field.MONTH: "dobmon dobmonth dobm monthofbirth birthmonth birthmon bmonth mob bm month mon",
    Field.YEAR: "dobyear doby yearofbirth birthyear birthy byear yob by year dobyr birthyr",
    Field.HOUSE: """
        streetnumber hsenum housenumber houseno housenum hsenumber hseno housename doornumber
        number streetno buildingnumber buildingname paon saon flat flatnumber unit doorno
        numofhouse
    """,
    Field.STREET: """
        street strnam streetname road roadname thoroughfare streetaddress streetnam strname
        addressstreet streetline addr strasse rue ulica calle
    """,
    Field.ADDRESS: """
        address addressline fulladdress addrline adr addressfull homeaddress residentialaddress
        wholeaddress postaladdress currentaddress adresse adres direccion
    """,
    Field.PLACE: """
        suburb town city posttown locality village addresstown townname cityname municipality
        county addresscity district wohnort ville miasto ciudad
    """,
    Field.POSTCODE: """
        postcode postcodefake enumpc zip zipcode postalcode pcode postcd pc pcd pcds
        addresspostcode homepostcode currentpostcode
        plz postleitzahl codepostal kodpocztowy codigopostal
    """,
    Field.PHONE: """
        phone mobile tel telephone phonenumber mobilenumber telephonenumber telno phoneno
        mobileno contactnumber homephone mobilephone telnumber landline cell cellphone
    """,
    Field.EMAIL: "email emailaddress mail emailid contactemail",
    Field.NATIONAL_INSURANCE: """
        nino nationalinsurance nationalinsurancenumber ninumber ni nin nationalinsuranceno
    """,
    Field.SEX: "sex gender sexatbirth genderatbirth personsex gendercode sexcode",
    Field.SOURCE: """
        source sourcedataset dataset file datasource sourcefile sourcesystem listname
        origindataset register src listid whichlist filename
    """,
    Field.OTHER: """
        birthplace placeofbirth occupation job profession state country nationality
        maritalstatus employer language religion title ethnicity countryofbirth bornin
        relationship
    """,
    Field.IGNORE: """
        uniqueid recid recordid id rowid socsecid ssn socialsecuritynumber personid entityid
        clusterid cluster label groupid uuid guid key pk index rownumber rownum rec uid entity
        match ismatch truth trueid householdid custid customerid clientid patientid nhsnumber
        nhsno age created createdat updated updatedat timestamp masterid goldenid duplicateof
        linkid matchid resid personnumber blockingnumber
    """,
}
IGNORED_ENDINGS = ("id", "uuid", "guid", "key")
KNOWN: Mapping[str, Field] = {
    heading: field for field, headings in HEADINGS.items() for heading in headings.split()
}
