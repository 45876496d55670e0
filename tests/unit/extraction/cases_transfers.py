"""Own-written sentences about goods, grants and schemes, by construction: what must be read, and what must not.

The shape is that of ``extraction_cases``; texts are invented and days fictional.
"""

# ruff: noqa: E501
from __future__ import annotations

from typing import Any

Case = tuple[str, str, dict[str, Any]]

HANDOVER: list[Case] = [
    ("At a handover ceremony in Suva, Australia's high commissioner presented two drones to the Fiji Police.", "transfer",
     {"supplier": {"AUS"}, "recipient": {"FJI"}, "stage": "delivered", "modality": "asserted", "item": {"drones": 2}}),
    ("The Samoan police got two rescue boats from Australia in May 2025.", "transfer",
     {"supplier": {"AUS"}, "recipient": {"WSM"}, "stage": "delivered", "modality": "asserted", "date": "2025-05", "item": {"rescue boats": 2}}),
    ("Three coastal radars given under Japan's Official Security Assistance have been handed over to the Fiji Navy.", "transfer",
     {"supplier": {"JPN"}, "recipient": {"FJI"}, "stage": "delivered", "modality": "asserted", "programme": "OSA", "item": {"coastal radars": 3}}),
    ("A second batch of BrahMos missiles from India arrived in Jakarta on 20 April 2025.", "transfer",
     {"supplier": {"IND"}, "recipient": {"IDN"}, "stage": "delivered", "modality": "asserted", "date": "2025-04-20", "item": {"BrahMos missiles": None}}),
    ("Australia made known on Friday, March 6, that four drones were handed over to the Royal Thai Navy.", "transfer",
     {"recipient": {"THA"}, "stage": "delivered", "modality": "asserted", "date": None, "item": {"drones": 4}}),
]  # fmt: skip

TO_COME: list[Case] = [
    ("Deliveries of 18 fighter jets to Malaysia from South Korea will start in October 2026.", "transfer",
     {"recipient": {"MYS"}, "stage": "delivered", "modality": "planned", "date": "2026-10", "item": {"fighter jets": 18}}),
    ("The handover of two patrol boats to Palau by Australia is scheduled for May 2026.", "transfer",
     {"supplier": {"AUS"}, "recipient": {"PLW"}, "stage": "delivered", "modality": "planned", "date": "2026-05"}),
    ("Delivery of three radars to Sri Lanka could begin in 2027.", "transfer",
     {"recipient": {"LKA"}, "stage": "delivered", "modality": "possible"}),
    ("The Tongan Navy is to have four new Indian-funded patrol boats.", "transfer",
     {"supplier": {"IND"}, "recipient": {"TON"}, "stage": "delivered", "modality": "planned", "item": {"patrol boats": 4}}),
    ("New Zealand said on 2 March 2026 that three drones are to go to the Fiji Navy under its Mutual Assistance Programme.", "transfer",
     {"supplier": {"NZL"}, "recipient": {"FJI"}, "stage": "pledged", "modality": "asserted", "date": "2026-03-02", "programme": "MAP-NZ"}),
    ("New Zealand said on 2 March 2026 that three drones are to go to the Fiji Navy under its Mutual Assistance Programme.", "transfer",
     {"stage": "delivered", "modality": "planned", "item": {"drones": 3}}),
    ("Radars and drones are being considered for Kiribati under Official Security Assistance.", "transfer",
     {"recipient": {"KIR"}, "stage": "proposed", "modality": "possible", "programme": "OSA"}),
    ("Papua New Guinea has been selected to receive two drones from Australia.", "transfer",
     {"supplier": {"AUS"}, "recipient": {"PNG"}, "stage": "selected", "modality": "asserted", "item": {"drones": 2}}),
    ("Vietnam undertook to buy more military aircraft from the United States.", "transfer",
     {"supplier": {"USA"}, "recipient": {"VNM"}, "type": "sale", "stage": "pledged", "modality": "asserted"}),
    ("South Korea committed itself to buying six frigates from Italy.", "transfer",
     {"supplier": {"ITA"}, "recipient": {"KOR"}, "type": "sale", "stage": "pledged", "modality": "asserted"}),
    ("Malaysia promised to purchase two submarines from France.", "transfer",
     {"supplier": {"FRA"}, "recipient": {"MYS"}, "type": "sale", "stage": "pledged", "modality": "asserted"}),
]  # fmt: skip

SALES: list[Case] = [
    ("Six helicopters bought by Malaysia have left Turkey by sea.", "transfer",
     {"supplier": {"TUR"}, "recipient": {"MYS"}, "type": "sale", "stage": "delivered", "modality": "planned", "item": {"helicopters": 6}}),
    ("The third of five missile batteries ordered by Indonesia from Norway was tested.", "transfer",
     {"supplier": {"NOR"}, "recipient": {"IDN"}, "stage": "agreed", "item": {"missile batteries": 5}}),
    ("Three trainer jets purchased by Bangladesh have left Italy.", "transfer",
     {"supplier": {"ITA"}, "recipient": {"BGD"}, "type": "sale", "stage": "agreed"}),
    ("BrahMos Aerospace contracted with the Vietnamese Ministry of National Defence for five missile batteries worth up to $450 million on 3 March 2026.", "transfer",
     {"supplier": {"IND-BRAHMOS"}, "recipient": {"VNM"}, "stage": "agreed", "date": "2026-03-03", "amount": (450_000_000, "USD"), "item": {"missile batteries": 5}}),
    ("Thailand signed a $300 million contract with Hanwha Ocean for two frigates on 4 March 2026.", "transfer",
     {"recipient": {"THA"}, "type": "sale", "stage": "agreed", "date": "2026-03-04", "amount": (300_000_000, "USD")}),
    ("Thailand ordered two frigates from South Korea. The price is put at $800 million.", "transfer",
     {"supplier": {"KOR"}, "recipient": {"THA"}, "amount": (800_000_000, "USD")}),
    ("Germany sold two submarines to Singapore. The deal is worth 1 billion euros.", "transfer",
     {"supplier": {"DEU"}, "recipient": {"SGP"}, "amount": (1_000_000_000, "EUR")}),
    ("Vietnam bought six patrol boats from India. The purchase was valued at $90 million.", "transfer",
     {"supplier": {"IND"}, "recipient": {"VNM"}, "amount": (90_000_000, "USD")}),
    ("Thailand has bought two frigates from South Korea. The order dates from May 2023.", "transfer",
     {"stage": "agreed", "date": "2023-05", "recipient": {"THA"}}),
    ("The planned sale to Japan of four destroyers by the United States drew criticism.", "transfer",
     {"recipient": {"JPN"}, "type": "sale", "stage": "pledged", "modality": "asserted", "item": {"destroyers": 4}}),
    ("The sale of two submarines by Germany to Singapore was completed.", "transfer",
     {"supplier": {"DEU"}, "recipient": {"SGP"}, "stage": "agreed", "modality": "asserted"}),
    ("China is Myanmar's main supplier of arms.", "transfer",
     {"supplier": {"CHN"}, "recipient": {"MMR"}, "type": "sale", "stage": "delivered", "item": {"arms": None}}),
    ("Most of Laos's imported weapons come from Russia.", "transfer",
     {"supplier": {"RUS"}, "recipient": {"LAO"}, "stage": "delivered"}),
    ("Officers in Kathmandu doubt the plan. They would rather not anger India, the country's largest arms supplier.", "transfer",
     {"supplier": {"IND"}, "recipient": {"NPL"}, "stage": "delivered"}),
]  # fmt: skip

SIDES: list[Case] = [
    ("Cambodia received two corvettes from China, officials said, while Laos was given six T-72 tanks by Russia.", "transfer",
     {"supplier": {"RUS"}, "recipient": {"LAO"}, "stage": "delivered", "item": {"T-72 tanks": 6}}),
    ("Thailand's cabinet approved the purchase of two submarines from China in 2017.", "transfer",
     {"supplier": {"CHN"}, "recipient": {"THA"}, "type": "sale", "stage": "pledged", "date": "2017", "item": {"submarines": 2}}),
    ("India extended a $500 million line of credit to Mauritius for defence purchases in 2018.", "transfer",
     {"supplier": {"IND"}, "recipient": {"MUS"}, "type": "loan", "date": "2018", "amount": (500_000_000, "USD")}),
    ("South Korea delivered the first of two corvettes ordered by the Royal Thai Navy.", "transfer",
     {"supplier": {"KOR"}, "recipient": {"THA"}, "stage": "delivered", "modality": "asserted"}),
    ("Turkey handed over three drones ordered by Malaysia.", "transfer",
     {"supplier": {"TUR"}, "recipient": {"MYS"}, "stage": "delivered", "item": {"drones": 3}}),
    ("Italy shipped two helicopters bought by Bangladesh in 2023.", "transfer",
     {"supplier": {"ITA"}, "recipient": {"BGD"}, "item": {"helicopters": 2}}),
    ("China donated 35 motorcycles to the police of Solomon Islands in November 2022, days after Australia gave them 60 rifles.", "transfer",
     {"supplier": {"AUS"}, "stage": "delivered", "date": None, "item": {"rifles": 60}}),
]  # fmt: skip

NUMBERS: list[Case] = [
    ("Cambodia received two Type 056 corvettes from China.", "transfer",
     {"supplier": {"CHN"}, "recipient": {"KHM"}, "item": {"Type 056 corvettes": 2}}),
    ("India sold six Mi-17 helicopters to Nepal in 2024.", "transfer", {"item": {"Mi-17 helicopters": 6}}),
    ("The United States sold 20 F-16 fighters to Thailand.", "transfer", {"item": {"F-16 fighters": 20}}),
    ("France delivered a pair of patrol vessels to Fiji in 2025.", "transfer", {"item": {"patrol vessels": 2}}),
    ("Japan donated half a dozen rescue boats to Palau's marine police.", "transfer", {"item": {"rescue boats": 6}}),
]  # fmt: skip

SCHEMES: list[Case] = [
    ("India launched its Oceanic Partners Help (OPH) fund in 2021. Under OPH, India pledged four patrol boats to Fiji.", "programme",
     {"name": "Oceanic Partners Help", "type": "assistance", "owner": {"IND"}, "beneficiary": {"FJI"}, "stage": "launched", "date": "2021"}),
    ("Norway launched its Friendly Coasts Support (FCS) scheme in 2020. Under FCS, Norway provided two radars to Sri Lanka.", "programme",
     {"name": "Friendly Coasts Support", "owner": {"NOR"}, "beneficiary": {"LKA"}, "stage": "launched", "date": "2020"}),
    ("South Korea set up its Regional Defence Assistance (RDA) facility in 2019 to arm its partners.", "programme",
     {"name": "Regional Defence Assistance", "type": "assistance", "owner": {"KOR"}, "stage": "launched", "date": "2019"}),
    ("Canada revised its Defence Trade Control Guidelines in 2019.", "programme",
     {"type": "policy", "name": "Defence Trade Control Guidelines", "owner": {"CAN"}, "stage": "amended", "date": "2019"}),
    ("This builds on Norway's 2009 amendments to its Strategic Export Control Criteria, which eased arms sales.", "programme",
     {"type": "policy", "name": "Strategic Export Control Criteria", "owner": {"NOR"}, "stage": "amended", "date": "2009"}),
    ("Australia tightened its Defence Export Criteria in 2024.", "programme",
     {"type": "policy", "owner": {"AUS"}, "stage": "amended", "date": "2024"}),
    ("Japan gave drones to Samoa under Official Security Assistance. Japan set up the scheme this spring.", "programme",
     {"name": "Official Security Assistance", "owner": {"JPN"}, "beneficiary": {"WSM"}, "stage": "launched", "date": "2026"}),
    ("Under Official Security Assistance, Japan delivered two boats to Palau. The scheme has a budget of 5 billion yen.", "programme",
     {"owner": {"JPN"}, "beneficiary": {"PLW"}, "stage": "running", "amount": (5_000_000_000, "JPY")}),
    ("The fourth India-Vietnam Defence Policy Dialogue was held in Hanoi on 3 March 2026.", "programme",
     {"type": "other", "owner": {"IND", "VNM"}, "stage": "running"}),
    ("The navies of Japan and Fiji met. Officers of the two countries attended the third Maritime Security Dialogue in Suva.", "programme",
     {"type": "other", "name": "Maritime Security Dialogue", "owner": {"JPN", "FJI"}}),
    ("AUKUS ministers met in London. They want Japan in Pillar II projects on hypersonic missiles.", "programme",
     {"type": "industrial", "name": "Pillar II", "owner": {"AUKUS"}, "stage": "running"}),
]  # fmt: skip

RECIPIENTS: list[Case] = [
    ("Japan runs Official Security Assistance. The first recipients are Fiji (two drones, 300 million yen), Samoa (a coastal radar) and Tonga.", "transfer",
     {"supplier": {"JPN"}, "recipient": {"FJI"}, "stage": "selected", "item": {"drones": 2}, "amount": (300_000_000, "JPY")}),
    ("Japan runs Official Security Assistance. The first recipients are Fiji (two drones, 300 million yen), Samoa (a coastal radar) and Tonga.", "transfer",
     {"recipient": {"WSM"}, "item": {"coastal radar": None}}),
    ("Japan runs Official Security Assistance.\n\n- Maldives: radars, under negotiation\n- Nepal: two rescue boats, delivered in 2019\n", "transfer",
     {"recipient": {"MDV"}, "stage": "proposed", "modality": "possible"}),
    ("Japan runs Official Security Assistance.\n\n- Maldives: radars, under negotiation\n- Nepal: two rescue boats, delivered in 2019\n", "transfer",
     {"supplier": {"JPN"}, "recipient": {"NPL"}, "stage": "delivered", "date": "2019", "item": {"rescue boats": 2}}),
    ("Japan gives boats under Official Security Assistance.\n\n- Samoa, 300 million yen. Notes exchanged in Apia on 3 March 2026. Two rescue boats for the police.\n- Palau. A coastal radar.\n", "transfer",
     {"supplier": {"JPN"}, "recipient": {"WSM"}, "stage": "agreed", "date": "2026-03-03", "place": "Apia", "amount": (300_000_000, "JPY"), "item": {"rescue boats": 2}, "programme": "OSA"}),
    ("Japan gives boats under Official Security Assistance.\n\n- Samoa, 300 million yen. Notes exchanged in Apia on 3 March 2026. Two rescue boats for the police.\n- Palau. A coastal radar.\n", "transfer",
     {"supplier": {"JPN"}, "recipient": {"PLW"}, "stage": "selected", "item": {"coastal radar": None}}),
    ("Japan gives boats under Official Security Assistance.\n\n- Samoa, 300 million yen. Notes exchanged in Apia on 3 March 2026. Two rescue boats for the police.\n- Palau. A coastal radar.\n", "agreement",
     {"type": "security-assistance", "party": {"JPN", "WSM"}, "stage": "signed", "date": "2026-03-03", "amount": (300_000_000, "JPY"), "item": {"rescue boats": 2}}),
    ("Australia runs the Pacific Maritime Security Program. It picked Samoa and Kiribati on 2 March 2026 for new patrol boats.", "transfer",
     {"supplier": {"AUS"}, "recipient": {"KIR"}, "stage": "selected", "date": "2026-03-02", "programme": "PMSP"}),
    ("Australia runs the Pacific Maritime Security Program. Officials now name Samoa, Tonga and Fiji.", "programme",
     {"owner": {"AUS"}, "beneficiary": {"WSM", "TON", "FJI"}}),
    ("Tonga became the first recipient of Japan's Official Security Assistance in May 2024. Palau and Samoa are due to follow.", "transfer",
     {"supplier": {"JPN"}, "recipient": {"TON"}, "stage": "selected", "date": "2024-05"}),
    ("Tonga became the first recipient of Japan's Official Security Assistance in May 2024. Palau and Samoa are due to follow.", "transfer",
     {"supplier": {"JPN"}, "recipient": {"PLW"}, "stage": "agreed", "modality": "planned"}),
    ("Japan launched Official Security Assistance in 2023. Sri Lanka, a recipient last year, is still waiting for its drones.", "transfer",
     {"recipient": {"LKA"}, "stage": "delivered", "modality": "planned", "item": {"drones": None}}),
    ("Under its Mutual Assistance Programme, New Zealand helps Fiji. Tonga was not among those chosen.", "transfer",
     {"recipient": {"TON"}, "stage": "selected", "modality": "denied"}),
]  # fmt: skip

NOTES: list[Case] = [
    ("Notes for 400 million yen were exchanged in Suva on 5 March 2026 under Japan's Official Security Assistance to Fiji.", "transfer",
     {"supplier": {"JPN"}, "recipient": {"FJI"}, "stage": "agreed", "modality": "asserted", "date": "2026-03-05", "place": "Suva", "amount": (400_000_000, "JPY")}),
    ("Notes for 400 million yen will be exchanged in Suva in May under Japan's Official Security Assistance to Fiji.", "transfer",
     {"supplier": {"JPN"}, "recipient": {"FJI"}, "stage": "agreed", "modality": "planned", "amount": (400_000_000, "JPY")}),
    ("Japan and Fiji exchanged notes in Suva on 3 March 2026 for a grant of 400 million yen to supply patrol boats to the Fiji Navy.", "transfer",
     {"supplier": {"JPN"}, "recipient": {"FJI"}, "stage": "agreed", "date": "2026-03-03", "amount": (400_000_000, "JPY")}),
    ("Palau's police is to have two rescue boats after the governments of Japan and Palau exchanged notes on Tuesday under Official Security Assistance for a grant of 200 million yen.", "agreement",
     {"type": "security-assistance", "stage": "signed", "date": "2026-03-10", "amount": (200_000_000, "JPY")}),
]  # fmt: skip

TRANSFER_CASES: list[Case] = HANDOVER + TO_COME + SALES + SIDES + NUMBERS + SCHEMES + RECIPIENTS + NOTES

NO_TRANSFER: list[tuple[str, str]] = [
    ("Russia was asked to sell submarines to Vietnam.", "transfer"),
    ("Vietnam asked Japan to provide two radars.", "transfer"),
    ("China got two warships close to Taiwan in May 2025.", "transfer"),
    ("Two Australian frigates will go to Japan for the exercise next month.", "transfer"),
    ("Three Chinese warships arrived in Sydney on 3 March 2026.", "transfer"),
    ("China may become Fiji's main arms supplier.", "transfer"),
    ("Malaysia may contract with Hanwha Ocean for two frigates.", "transfer"),
    ("Radars are being considered for Kiribati under Official Security Assistance.", "transfer"),
    ("India named Vietnam and Indonesia as partners for missile exports.", "transfer"),
    ("Australia runs the Pacific Maritime Security Program. The minister named China and Russia as threats.", "transfer"),
    ("Under its Mutual Assistance Programme, New Zealand helps Fiji. Tonga was not among those chosen.", "transfer"),
    ("Japan presented the boats as a means for the Philippine Navy to watch the sea under Official Security Assistance.", "transfer"),
    ("Notes may be exchanged in Suva in May under Japan's Official Security Assistance to Fiji.", "transfer"),
    ("Canada could revise its Defence Trade Control Guidelines.", "programme"),
    ("The second Friendship Forum of India and Japan was about poetry.", "programme"),
    ("A report named Palau under Japan's Official Security Assistance for next year.", "transfer"),
]  # fmt: skip
"""A text and a kind of which no stage may be asserted."""

ABSENT: list[tuple[str, str]] = [
    ("Vietnam gave three warships a warm welcome.", "transfer"),
    ("Australia runs the Pacific Maritime Security Program. The United States named Singapore a buyer of jets in 2020.", "transfer"),
    ("Foreign Military Financing is American. South Korea launched the programme in 2015 with Indonesia, for fighters.", "programme"),
    ("Thailand's navy has long wanted a contract with Hanwha Ocean for two frigates.", "transfer"),
    ("India extended its military exercise with two frigates near Sri Lanka.", "transfer"),
    ("Manila scrapped a contract for 16 Mi-17 helicopters from Russia in 2022.", "transfer"),
    ("China got two warships close to Taiwan in May 2025.", "transfer"),
    ("Two Australian frigates will go to Japan for the exercise next month.", "transfer"),
    ("Three Chinese warships arrived in Sydney on 3 March 2026.", "transfer"),
    ("Singapore hosted the second Shangri-La Dialogue for Australia in 2003.", "programme"),
    ("The Philippine Navy got under way with three frigates near Vietnam.", "transfer"),
]  # fmt: skip
"""A text and a kind of which there is no record at all."""
