"""Own-written sentences for encounters, levels of relations, positions and memberships, and what they say.

The format is that of ``extraction_cases``. Texts, persons and days are invented.
"""

# ruff: noqa: E501
from __future__ import annotations

from typing import Any

Case = tuple[str, str, dict[str, Any]]

THREADS: list[Case] = [
    # an event that later sentences go on about: its end
    ("Exercise Garuda Shield, the yearly exercise of Indonesia and the United States, was opened at Camp Sudirman on 2 March 2026. It runs until March 20.",
     "engagement", {"type": "exercise", "participant": {"IDN", "USA"}, "stage": "started", "date": "2026-03-02", "end_date": "2026-03-20", "place": "Camp Sudirman"}),
    ("India and France began Exercise Varuna on 5 March 2026. The drills will continue to 18 March.",
     "engagement", {"participant": {"IND", "FRA"}, "stage": "started", "date": "2026-03-05", "end_date": "2026-03-18"}),
    ("Today Thailand and Australia end Chapel Gold, their first field exercise in two years. It started on Monday.",
     "engagement", {"participant": {"THA", "AUS"}, "stage": "held", "date": "2026-03-09", "end_date": "2026-03-12"}),
    # who took part, who watched, who sent what
    ("Japan and Canada held Exercise Kaedex off Hokkaido on 3 March 2026. New Zealand also took part, with observers from Chile, Peru and Fiji.",
     "engagement", {"participant": {"JPN", "CAN", "NZL"}, "observer": {"CHL", "PER", "FJI"}}),
    ("Malaysia and Singapore opened Exercise Semangat Bersatu on 1 March 2026. Brunei is among the participants. Vietnam and Laos were listed as observers.",
     "engagement", {"participant": {"MYS", "SGP", "BRN"}, "observer": {"VNM", "LAO"}}),
    ("India and Australia held Exercise Austrahind on 2 March 2026. The Royal Australian Navy sent the frigate HMAS Perth.",
     "engagement", {"participant": {"IND", "AUS", "AUS-RAN"}}),
    # who spoke at the opening, who led, the next round
    ("India and Japan opened Exercise Dharma Guardian on 2 March 2026. Indian Defence Secretary Arun Mehta and Japanese Ambassador Ito Hana spoke at the ceremony.",
     "engagement", {"participant": {"IND", "JPN", "Arun Mehta", "Ito Hana"}}),
    ("Vietnam and New Zealand held a defence dialogue in Hanoi on 4 March 2026. New Zealand Secretary of Defence Brook Tane led the New Zealand delegation.",
     "engagement", {"type": "dialogue", "participant": {"VNM", "NZL", "Brook Tane"}}),
    ("Chile and South Korea held a security dialogue in Santiago on 4 March 2026. The next round is due in Seoul next year.",
     "engagement", {"type": "dialogue", "participant": {"CHL", "KOR"}, "stage": "planned", "modality": "planned", "date": "2027", "place": "Seoul"}),
    ("Japan, India and France held Exercise La Perouse on 2 March 2026. Oman and Fiji are sending observers.", "engagement",
     {"participant": {"JPN", "IND", "FRA"}, "observer": {"OMN", "FJI"}}),
    ("Nepal and Laos attended RIMPAC 2024 as observers, and Peru took part in RIMPAC 2022.", "engagement", {"name": "RIMPAC 2024", "observer": {"NPL", "LAO"}}),
    # a part of an exercise with a day of its own
    ("The Philippines and Australia began Exercise Alon on 2 March 2026. A live-fire drill off Palawan is scheduled for 18 March.",
     "engagement", {"type": "exercise", "participant": {"PHL", "AUS"}, "stage": "planned", "modality": "planned", "date": "2026-03-18"}),
    # a named exercise whose participants come in the next sentence
    ("Exercise Keris Strike opened on 2 March 2026 in Ipoh and runs until 14 March. Troops from Malaysia, Australia and Brunei are taking part; observers from Fiji and Laos are attending.",
     "engagement", {"type": "exercise", "participant": {"MYS", "AUS", "BRN"}, "observer": {"FJI", "LAO"}, "date": "2026-03-02", "end_date": "2026-03-14"}),
    ("In Talisman Sabre, which Australia holds with the United States, crews practise landings; Japan signed a security pact with Australia.",
     "engagement", {"name": "Talisman Sabre", "participant": {"AUS", "USA"}}),
]  # fmt: skip

MEETINGS: list[Case] = [
    ("Defence Minister Tomas Weber of Germany received South Korean Defence Minister Kim Do-yun in Berlin on 2 March 2026.", "engagement",
     {"type": "ministerial", "host": {"DEU", "Tomas Weber"}, "participant": {"KOR", "Kim Do-yun"}, "date": "2026-03-02"}),
    ("Australian Ambassador Ruth Bell called on Vietnamese Foreign Minister Le Van Minh in Hanoi on 3 March 2026.", "engagement",
     {"type": "dialogue", "host": {"VNM", "Le Van Minh"}, "participant": {"AUS", "Ruth Bell"}}),
    ("Indian Defence Minister Arun Mehta discussed the plan with French Defence Minister Luc Morel on 4 March 2026.", "engagement",
     {"type": "ministerial", "participant": {"IND", "FRA", "Arun Mehta", "Luc Morel"}, "date": "2026-03-04"}),
    ("The pledge was made good on a promise that Indian Prime Minister Arun Mehta and Fijian Prime Minister Jone Waqa made in Suva in May 2025 on defence.", "engagement",
     {"type": "summit", "participant": {"IND", "FJI", "Arun Mehta", "Jone Waqa"}, "date": "2025-05", "place": "Suva"}),
    ("The radar was promised by Japanese Prime Minister Hana Sato to Indonesian President Budi Santoso at Bandung on 11 January 2026.", "engagement",
     {"type": "summit", "participant": {"JPN", "IDN", "Hana Sato", "Budi Santoso"}, "date": "2026-01-11", "place": "Bandung"}),
    ("Australia, Japan and India work together at sea. The drill was agreed by the three leaders at Perth in August 2025.", "engagement",
     {"type": "summit", "participant": {"AUS", "JPN", "IND"}, "date": "2025-08", "place": "Perth"}),
    ("Indian Defence Minister Arun Mehta and Fijian Defence Minister Jone Waqa signed a maritime security agreement on 4 March 2026, following bilateral talks.", "engagement",
     {"type": "ministerial", "participant": {"IND", "FJI", "Arun Mehta", "Jone Waqa"}}),
    ("At the defence dialogue in Canberra on 4 March 2026, Indonesian Defence Minister Budi Santoso said Australia was a neighbour that kept its word on security.", "engagement",
     {"type": "dialogue", "participant": {"IDN", "Budi Santoso"}, "date": "2026-03-04", "place": "Canberra"}),
    ("Indian and Vietnamese forces trained together in Pune in February 2026.", "engagement",
     {"type": "exercise", "participant": {"IND", "VNM"}, "date": "2026-02"}),
    ("Canadian, French and Japanese warships sailed together in the Philippine Sea on 3 and 4 March.", "engagement",
     {"type": "patrol", "participant": {"CAN", "FRA", "JPN"}}),
    ("Malaysian and Thai aircraft flew together on 3 March 2026.", "engagement", {"type": "patrol", "participant": {"MYS", "THA"}}),
    ("The plan foresees, from 2028, a rotation of British and Canadian warships through Singapore.", "engagement",
     {"type": "deployment", "participant": {"GBR", "CAN"}, "host": {"SGP"}, "stage": "planned", "modality": "planned", "date": "2028"}),
    ("The defence ministers of Singapore, Malaysia and Thailand met in Singapore on Monday.", "engagement",
     {"type": "ministerial", "participant": {"SGP", "MYS", "THA"}, "date": "2026-03-09", "place": "Singapore"}),
    ("Leaders of Japan, Canada and Peru gathered in Lima on Monday.", "engagement",
     {"type": "summit", "participant": {"JPN", "CAN", "PER"}, "date": "2026-03-09", "place": "Lima"}),
    ("Ito Hana, Foreign Minister of Japan, and Abe Ken, Defense Minister of Japan, came to Jakarta for talks with Indonesian President Budi Santoso. The two Japanese ministers called on the President on 4 March 2026.",
     "engagement", {"type": "ministerial", "host": {"IDN", "Budi Santoso"}, "participant": {"JPN", "Ito Hana", "Abe Ken"}, "date": "2026-03-04"}),
    ("Ministers from Fiji, Tonga and Samoa met in Apia in January on security.", "engagement",
     {"type": "ministerial", "participant": {"FJI", "TON", "WSM"}, "date": "2026-01", "place": "Apia"}),
    ("A New Zealand frigate transited the Taiwan Strait with an Australian destroyer on 5 November 2025.", "engagement",
     {"type": "patrol", "participant": {"NZL", "AUS"}, "date": "2025-11-05", "place": "Taiwan Strait"}),
    ("A Japanese destroyer made a port call at Cam Ranh on 5 March 2026.", "engagement",
     {"type": "deployment", "participant": {"JPN"}, "date": "2026-03-05", "place": "Cam Ranh"}),
    ("India and China held the 24th round of border talks in December 2025.", "engagement", {"type": "dialogue", "participant": {"IND", "CHN"}, "date": "2025-12"}),
    ("Singaporean troops go to Australia in September for Exercise Wallaby.", "engagement",
     {"type": "exercise", "host": {"AUS"}, "participant": {"SGP"}, "stage": "planned", "date": "2026-09"}),
    ("Some 200 Fijians will travel to New Zealand in May to join Exercise Southern Katipo.", "engagement",
     {"type": "exercise", "host": {"NZL"}, "participant": {"FJI"}, "stage": "planned", "modality": "planned", "date": "2026-05", "place": "New Zealand"}),
    ("Fijian Prime Minister Jone Waqa raised the matter with Indian Prime Minister Arun Mehta when he visited New Delhi in February 2026.", "engagement",
     {"type": "visit", "visitor": {"FJI", "Jone Waqa"}, "host": {"IND"}, "date": "2026-02"}),
]  # fmt: skip

LEVELS: list[Case] = [
    ("Chile and South Korea signed a defence pact on 4 March 2026. A minister pointed to the strategic partnership on which it rests.", "partnership",
     {"type": "strategic", "party": {"CHL", "KOR"}, "stage": "established", "modality": "asserted"}),
    ("Fiji and India held a defence dialogue in Suva on 4 March 2026. An official tied it to the comprehensive partnership.", "partnership",
     {"type": "comprehensive", "party": {"FJI", "IND"}, "stage": "established"}),
    ("Malaysia and Turkey signed a defence pact. The document creates no military alliance, Malaysia said.", "partnership",
     {"type": "ally", "party": {"MYS", "TUR"}, "modality": "denied"}),
    ("It is the second alliance Canada has joined, after those with Norway and Iceland.", "partnership", {"type": "ally", "party": {"CAN", "NOR"}}),
    ("Nauru switched its recognition from Taiwan to Beijing in 2024, and signed a security pact.", "partnership",
     {"type": "diplomatic-relations", "party": {"NRU", "CHN"}, "stage": "established", "date": "2024"}),
    ("Kiribati shifted diplomatic ties to China in 2019.", "partnership", {"type": "diplomatic-relations", "party": {"KIR", "CHN"}, "date": "2019"}),
    ("Peru and Japan signed a defence memorandum in Lima in the 150th year of diplomatic relations.", "partnership",
     {"type": "diplomatic-relations", "party": {"PER", "JPN"}, "stage": "established"}),
]  # fmt: skip

POSITIONS: list[Case] = [
    ("Vietnam voiced deep unease over China's patrols.", "stance", {"type": "concern", "actor": {"VNM"}, "target": {"CHN"}}),
    ("Japanese Defence Minister Ito Hana raised her serious misgivings about Russia on Monday.", "stance",
     {"type": "concern", "actor": {"JPN", "Ito Hana"}, "target": {"RUS"}, "date": "2026-03-09"}),
    ("Fiji and China signed a policing pact. Fiji and China said it was harmless. Australian Foreign Minister Ruth Bell found the text deeply worrying.", "stance",
     {"type": "concern", "actor": {"AUS", "Ruth Bell"}, "target": {"FJI", "CHN"}}),
    ("Australia called China's manoeuvres reckless.", "stance", {"type": "criticise", "actor": {"AUS"}, "target": {"CHN"}}),
    ("Hanoi courts Tokyo as its concerns about China grow, and bought radars from Japan.", "stance", {"type": "concern", "actor": {"VNM"}, "target": {"CHN"}}),
    ("Indonesia's worries over China led it to buy frigates from Italy.", "stance", {"type": "concern", "actor": {"IDN"}, "target": {"CHN"}}),
    ("Tonga and New Zealand signed a defence pact. Tonga and New Zealand had planned it since 2024. China had warned against a closed club.", "stance",
     {"type": "concern", "actor": {"CHN"}, "target": {"TON", "NZL"}}),
    ("The American radar, which Russia wants removed, stays in place.", "stance", {"type": "demand", "actor": {"RUS"}, "target": {"USA"}}),
    ("Laos reiterated its support for Vietnam on Monday.", "stance", {"type": "support", "actor": {"LAO"}, "target": {"VNM"}, "date": "2026-03-09"}),
    ("Samoa thanked the parliament and the government in Canberra for the patrol boats.", "stance", {"type": "praise", "actor": {"WSM"}, "target": {"AUS"}}),
    ("Indian Defence Minister Arun Mehta described Vietnam as an indispensable partner.", "stance",
     {"type": "praise", "actor": {"IND", "Arun Mehta"}, "target": {"VNM"}}),
    ("Japan, Canada and Peru held a summit in Lima on 4 March 2026. The leaders condemned Russia for arming rebels.", "stance",
     {"type": "criticise", "actor": {"JPN", "CAN", "PER"}, "target": {"RUS"}}),
    ("Malaysia and Brunei held a defence dialogue on 4 March 2026. They voiced concern over Myanmar.", "stance",
     {"type": "concern", "actor": {"MYS", "BRN"}, "target": {"MMR"}}),
    ("India summoned the Chinese ambassador on Monday over a patrol.", "stance", {"type": "criticise", "actor": {"IND"}, "target": {"CHN"}}),
    ("Three members of ASEAN, Vietnam, Malaysia and Brunei, sent observers to the naval drill.", "membership",
     {"member": {"BRN"}, "grouping": {"ASEAN"}, "stage": "member"}),
    ("The Quad, whose members are Australia, India, Japan and the United States, held a naval exercise.", "membership",
     {"member": {"JPN"}, "grouping": {"QUAD"}, "stage": "member"}),
    ("The Quad, the grouping of Australia, India, Japan and the United States, held a ministerial meeting.", "membership",
     {"member": {"AUS"}, "grouping": {"QUAD"}, "stage": "member"}),
]  # fmt: skip

CASES: list[Case] = THREADS + MEETINGS + LEVELS + POSITIONS

NOT_ASSERTED: list[tuple[str, str]] = [
    ("India and France may begin Exercise Varuna in May. Japan could also take part.", "engagement"),
    ("Indian and Vietnamese forces could one day train together.", "engagement"),
    ("Indian and Vietnamese forces have never sailed together.", "engagement"),
    ("The plan, if agreed, could bring a rotation of British warships through Singapore in 2028.", "engagement"),
    ("Fiji may switch its recognition to Taiwan in 2027.", "partnership"),
    ("Chile and South Korea signed a defence pact. It is not an alliance.", "partnership"),
    ("Chile and Peru signed a defence pact. Both hope for a strategic partnership one day.", "partnership"),
    ("Vietnam has not voiced concern over China's patrols.", "stance"),
    ("Vietnam raised no concern over China's patrols.", "stance"),
    ("Voters have worries about China, a survey in Indonesia found.", "stance"),
    ("Japan, Canada and Peru held a summit in Lima on 4 March 2026. They may condemn Russia.", "stance"),
    ("Australian Foreign Minister Ruth Bell called on Malaysian Prime Minister Ahmad Rahim.", "stance"),
    ("The three countries discussed the drill in Perth in July 2025.", "engagement"),
    ("France and Brazil signed a defence pact. Germany found the forecast worrying.", "stance"),
    ("India and the Maldives agreed in Male in January 2025 to resume the Dosti exercise.", "engagement"),
    (
        "Prime Minister Ram Thapa of Nepal and President Tashi Dorji of Bhutan announced in Thimphu in May 2025 that a road would be built.",
        "engagement",
    ),
    ("Laos may repeat its support for Vietnam.", "stance"),
    ("A museum called the photographs from China worrying.", "stance"),
    ("Fiji would like to join the Quad, a grouping of Australia, India, Japan and the United States.", "incident"),
    ("The minister is expected to receive the French Defence Minister Luc Morel in Delhi in May.", "engagement"),
    ("Singaporean troops do not go to Australia for Exercise Wallaby.", "engagement"),
]
