"""Who may know of which case. Written from the words of the procedure, without a look at the code.

`mine`: they reported it, or it was done to them and they know of it; they follow it as reporters.
`team`: they see the case, and everything about it, as the council's staff. `both`: they took it down for somebody, so
they follow it and work on it. `-`: for them it does not exist.

Cora, Dan and Eve are councillors; Olive, Oscar and Alex officers; Mary and Max managers; Mo and Nia monitoring
officers.

open        Cora was insulted                       kept       Cora asked for the monitoring officers only
grave       somebody waits before Cora's house      confided   Cora named Oscar, and nobody else
withdrawn   Cora took it back                       both       Cora named Oscar, beside the monitoring officers
declared    Olive said that she has an interest     silent     Cora named Alex, who does not answer; there is danger
about-alex  an officer's conduct: Alex              about-mary an officer's conduct, and kept like the last: Mary
about-nia   an officer's conduct: Nia               about-dan  a councillor's conduct: Dan
behalf      Dan reported what was done to Cora      secret     the same, and Cora does not know of it
olives      Olive reported what was done to her     phoned     Olive took down what Cora said on the telephone
merged      a person behind it turns out to be Max  nia-alone  kept for the monitoring officers; Mo has an interest
cleared     it seemed to be Max, and is not         nobody     the same, and so has Nia
"""

CASES = """
            cora dan  eve  olive oscar alex mary max  mo   nia  safety champion lead police admin
open        mine -    -    team  team  team team team team team -      -        -    -      -
grave       mine -    -    team  team  team team team team team -      -        -    -      -
withdrawn   mine -    -    team  team  team team team team team -      -        -    -      -
declared    mine -    -    -     team  team team team team team -      -        -    -      -
kept        mine -    -    -     -     -    -    -    team team -      -        -    -      -
confided    mine -    -    -     team  -    -    -    -    -    -      -        -    -      -
both        mine -    -    -     team  -    -    -    team team -      -        -    -      -
silent      mine -    -    -     -     team -    -    team team -      -        -    -      -
about-alex  mine -    -    team  team  -    team team team team -      -        -    -      -
about-mary  mine -    -    -     -     -    -    -    team team -      -        -    -      -
about-nia   mine -    -    team  team  team team team team -    -      -        -    -      -
about-dan   mine -    -    team  team  team team team team team -      -        -    -      -
behalf      mine mine -    team  team  team team team team team -      -        -    -      -
secret      -    mine -    team  team  team team team team team -      -        -    -      -
olives      -    -    -    mine  team  team team team team team -      -        -    -      -
phoned      mine -    -    both  team  team team team team team -      -        -    -      -
merged      mine -    -    team  team  team team -    team team -      -        -    -      -
nia-alone   mine -    -    -     -     -    -    -    -    team -      -        -    -      -
nobody      mine -    -    -     -     -    -    -    -    -    -      -        -    -      -
cleared     mine -    -    team  team  team team team team team -      -        -    -      -
"""

HEAD, *LINES = CASES.strip().splitlines()
PEOPLE = HEAD.split()
SIGHT = {name: dict(zip(PEOPLE, cells, strict=True)) for name, *cells in (line.split() for line in LINES)}


def seen_by(person: str, *sides: str) -> set[str]:
    """The names of the cases that this person sees from one of these sides."""
    return {case for case, row in SIGHT.items() if row[person] in (*(sides or ("mine", "team")), "both")}
