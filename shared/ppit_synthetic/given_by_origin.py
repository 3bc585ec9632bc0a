"""First names of the other naming traditions of this Kent, most frequent first. Own lists."""

from ppit_synthetic.chance import ranked
from ppit_synthetic.codes import Origin, Sex

GIVEN = {
    (Origin.WELSH, Sex.MALE): ranked(
        "Dafydd Rhys Gareth Owain Huw Emyr Geraint Ieuan Iwan Llŷr Gwilym Gethin Aled Dylan Hywel "
        "Tomos Elis Macsen Idris Eifion"
    ),
    (Origin.WELSH, Sex.FEMALE): ranked(
        "Siân Megan Rhiannon Bethan Carys Angharad Cerys Ffion Eleri Nia Gwenllian Lowri Catrin "
        "Menna Heledd Mair Efa Tegwen Myfanwy Non"
    ),
    (Origin.IRISH, Sex.MALE): ranked(
        "Seán Patrick Liam Ciarán Declan Brendan Eoin Niall Padraig Donal Conor Aidan Cormac "
        "Fergal Oisín Diarmuid Colm Tadhg Eamon Fintan"
    ),
    (Origin.IRISH, Sex.FEMALE): ranked(
        "Siobhán Aoife Niamh Bridget Róisín Sinéad Orla Caoimhe Nuala Deirdre Gráinne Maeve Ciara "
        "Sorcha Mairead Bernadette Áine Fionnuala Clodagh Saoirse"
    ),
    (Origin.POLISH, Sex.MALE): ranked(
        "Piotr Krzysztof Tomasz Andrzej Paweł Michał Marcin Grzegorz Łukasz Wojciech Jakub Mateusz "
        "Zbigniew Rafał Stanisław Kamil Sławomir Dariusz Jarosław Przemysław"
    ),
    (Origin.POLISH, Sex.FEMALE): ranked(
        "Anna Katarzyna Małgorzata Agnieszka Joanna Ewa Magdalena Monika Barbara Aleksandra Dorota "
        "Zuzanna Elżbieta Beata Danuta Justyna Jolanta Bożena Iwona Wiesława"
    ),
    (Origin.NEPALI, Sex.MALE): ranked(
        "Suresh Ramesh Dil Krishna Bishnu Prem Tek Gopal Hari Kul Min Bhim Nabin Dipak Santosh "
        "Bikash Rajesh Lal Purna Om"
    ),
    (Origin.NEPALI, Sex.FEMALE): ranked(
        "Sita Gita Sunita Laxmi Bimala Maya Sarita Kamala Anita Durga Sabina Bina Mina Radhika "
        "Puja Manju Yam Dhan Indra Chandra"
    ),
    (Origin.NIGERIAN, Sex.MALE): ranked(
        "Emmanuel Samuel Daniel David Michael Peter Joseph Victor Anthony Godwin Sunday Solomon "
        "Festus Clement Augustine Moses Gabriel Isaac Felix Patrick"
    ),
    (Origin.NIGERIAN, Sex.FEMALE): ranked(
        "Blessing Grace Mary Esther Comfort Patience Joy Mercy Ruth Florence Victoria Elizabeth "
        "Gloria Rose Beatrice Precious Faith Charity Deborah Stella"
    ),
    (Origin.ROMANIAN, Sex.MALE): ranked(
        "Ion Andrei Alexandru Mihai Gheorghe Constantin Ștefan Cristian Vasile Adrian Florin "
        "Marius Ionuț Daniel Nicolae Bogdan Răzvan Cătălin Sorin Liviu"
    ),
    (Origin.ROMANIAN, Sex.FEMALE): ranked(
        "Maria Elena Ioana Ana Mihaela Andreea Alexandra Cristina Daniela Gabriela Simona Mădălina "
        "Florentina Nicoleta Alina Oana Loredana Raluca Roxana Lăcrămioara"
    ),
}
NATIVE_NIGERIAN = {
    Sex.MALE: ranked(
        "Oluwaseun Chukwuemeka Adebayo Babatunde Ikechukwu Olumide Chinedu Obinna Ayodele Kayode "
        "Uchenna Temitope Oluwatobi Nnamdi Emeka"
    ),
    Sex.FEMALE: ranked(
        "Ngozi Folake Chioma Oluwakemi Ifeoma Adaeze Yetunde Titilayo Chidinma Bolanle Nkechi "
        "Omolara Abimbola Uzoamaka Funmilayo"
    ),
}
SIKH = {
    Sex.MALE: ranked(
        "Harpreet Gurpreet Balwinder Jaswinder Manjit Sukhdev Kulwant Amarjit Ranjit Hardeep "
        "Paramjit Satnam Avtar Daljit Tarsem"
    ),
    Sex.FEMALE: ranked(
        "Harpreet Gurpreet Balwinder Jaswinder Manjit Kulwinder Surinder Amarjit Parminder "
        "Ravinder Sukhwinder Navjot Simran Rajinder Mandeep"
    ),
}
HINDU = {
    Sex.MALE: ranked(
        "Rajesh Suresh Anil Sanjay Vijay Dinesh Ashok Nilesh Kiran Mahesh Bharat Hitesh Jayesh "
        "Arun Rohan"
    ),
    Sex.FEMALE: ranked(
        "Priya Anjali Meena Hansa Bhavna Kalpana Nisha Rekha Jyoti Hema Varsha Pooja Smita Daksha "
        "Asha"
    ),
}
MUSLIM = {
    Sex.MALE: ranked(
        "Ahmed Imran Tariq Asif Zahid Usman Bilal Hassan Iqbal Faisal Kamran Nadeem Rashid Shahid "
        "Yusuf Aziz Hamza Arif"
    ),
    Sex.FEMALE: ranked(
        "Fatima Ayesha Nasreen Shabana Rukhsana Zainab Samina Farzana Khadija Nazia Shazia Parveen "
        "Maryam Saima Rehana"
    ),
}
MUHAMMAD = ranked("Mohammed Muhammad Mohammad Mohamed Syed Abdul")
