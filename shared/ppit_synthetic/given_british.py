"""First names of British families by era of birth, most frequent first. Written for this Kent."""

from ppit_synthetic.chance import Weighted, ranked
from ppit_synthetic.codes import Sex

_ERA_LENGTH = 15
_FIRST_ERA = 1930

_MEN = """
John William George Ronald Kenneth Peter Dennis Derek Raymond Frank Arthur Albert Ernest Stanley
Leonard Frederick Norman Harold Roy Reginald Sidney Cyril Leslie Walter Douglas Gordon Jack Eric
Thomas Bernard Percy Cecil
|
John Peter Michael David Brian Alan Anthony Robert Roger Colin Barry Keith Malcolm Terence Graham
Raymond Trevor Geoffrey Dennis Christopher Clive Roy Norman Derek Maurice Donald Gerald Philip
Edward Francis Victor Stuart
|
David Paul Stephen Andrew Mark Michael Ian Gary Robert Kevin Martin Peter Nigel Simon Neil Philip
Alan Graham Steven Christopher Anthony Adrian Timothy Trevor Barry Jeremy Russell Duncan Clive
Julian Glenn Howard
|
Paul Darren Mark Jason Stephen Andrew Lee Matthew Richard Christopher Simon Craig Stuart Daniel
James Gareth Neil Scott Dean Jonathan Wayne Adam Robert Justin Carl Nicholas Damian Marcus Antony
Ben Leon Graeme
|
Christopher James Daniel Matthew Thomas Michael Ryan Luke Adam Joshua Samuel Ashley Benjamin Jamie
Alexander Jordan Liam Joseph Kyle Nathan Aaron Lewis Bradley Connor Elliot Jake Ross Oliver Sean
Kieran Charles Edward
|
Jack Joshua Thomas Daniel James Callum Harry Samuel Charlie William Oliver George Ben Lewis Ethan
Jake Alfie Max Luke Dylan Alexander Tyler Cameron Adam Owen Harvey Nathan Isaac Toby Reece Louis
Finley
|
Oliver George Harry Noah Jack Leo Arthur Oscar Charlie Freddie Henry Theo Archie Alfie Joshua
Teddy Albie Jude Reuben Isaac Elijah Tommy Logan Rory Ezra Hugo Roman Finley Max Ralph Otis Jasper
"""
_WOMEN = """
Joan Margaret Doris Joyce Dorothy Kathleen Jean Betty Eileen Irene Vera Edna Phyllis Hilda Barbara
Gladys Elsie Peggy Ivy Sheila Audrey Muriel Marjorie Winifred Mavis Violet Beryl Olive Nora Ethel
Freda Enid
|
Margaret Patricia Christine Jean Maureen Ann Sheila Pauline Janet Barbara Brenda Valerie Carol
Susan Linda Jacqueline Sandra Sylvia Gillian Marion Rosemary Judith Eileen Beryl Doreen Hazel June
Pamela Shirley Rita Wendy Josephine
|
Susan Julie Karen Jacqueline Deborah Tracey Jane Helen Diane Sharon Linda Alison Carol Christine
Angela Lesley Wendy Elaine Amanda Janet Sally Lorraine Denise Beverley Gillian Teresa Yvonne
Heather Elizabeth Maxine Gail Ruth
|
Sarah Claire Nicola Emma Lisa Joanne Michelle Helen Samantha Karen Amanda Rachel Louise Julie
Clare Rebecca Sharon Victoria Caroline Susan Alison Kelly Tracy Donna Melanie Natalie Zoe Tanya
Kerry Hayley Dawn Leanne
|
Laura Gemma Stephanie Jessica Lauren Rebecca Charlotte Hannah Sophie Amy Emily Katie Emma Danielle
Chloe Jennifer Kirsty Natasha Bethany Abigail Stacey Hayley Georgina Kayleigh Jade Naomi Zara
Harriet Alexandra Holly Jodie Lucy
|
Chloe Emily Jessica Megan Sophie Charlotte Lucy Olivia Hannah Grace Ellie Katie Holly Mia Amy
Caitlin Georgia Molly Ella Abigail Bethany Paige Leah Amelia Freya Ruby Phoebe Eleanor Isabel
Poppy Daisy Madison
|
Olivia Amelia Isla Ava Lily Mia Freya Ivy Florence Rosie Willow Evie Poppy Elsie Grace Sienna
Daisy Harper Maisie Matilda Phoebe Penelope Ada Maeve Luna Orla Bonnie Edith Robyn Thea Nancy
Mabel
"""
_TABLES = {
    Sex.MALE: tuple(map(ranked, _MEN.split("|"))),
    Sex.FEMALE: tuple(map(ranked, _WOMEN.split("|"))),
}


def british_given(sex: Sex, year: int) -> Weighted[str]:
    """Return what parents chose in ``year``: eras of fifteen years, the first up to 1944."""
    tables = _TABLES[sex]
    era = max(0, min((year - _FIRST_ERA) // _ERA_LENGTH, len(tables) - 1))
    return tables[era]
