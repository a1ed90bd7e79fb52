#!/usr/bin/env python3
"""Writes a small invented list in the layout of any format that is read, whole or damaged, for tests of list health.

Usage: make_list.py FORMAT FILE [--count N] [--date YYYY-MM-DD] [--failure KIND]
       make_list.py --all DIRECTORY [...]    every format, as a file of the format's name
       make_list.py --formats          prints: format, file name, source id
Failures: truncated (the file ends too early), html (a page in its place), drift (the issuer renamed what held the
birth dates), drop (half of the records are gone), tampered (the same publication, one name changed).
The layouts are those of the issuers; names, numbers and dates are invented.
"""
import argparse
import io
import zipfile

FORMATS = {
    "ofac-csv": ("sdn.csv", "us_ofac_sdn"), "ofac-pip": ("sdn.pip", "us_ofac_sdn"), "ofac-fixed": ("sdn.ff", "us_ofac_sdn"),
    "ofac-xml": ("sdn.xml", "us_ofac_sdn"), "ofac-enhanced-xml": ("sdn_enhanced.xml", "us_ofac_sdn"),
    "ofac-advanced-xml": ("SDN_ADVANCED.XML", "us_ofac_sdn"), "un-xml": ("consolidated.xml", "un_sc_sanctions"),
    "ftm-json": ("own.ftm.json", "own"), "opensanctions-csv": ("targets.simple.csv", "own"),
    "uk-conlist": ("ConList.csv", "gb_hmt_sanctions"), "uk-sanctions-xml": ("UK-Sanctions-List.xml", "gb_fcdo_sanctions"),
    "uk-sanctions-csv": ("UK-Sanctions-List.csv", "gb_fcdo_sanctions"), "uk-sanctions-ods": ("UK-Sanctions-List.ods", "gb_fcdo_sanctions"),
    "eu-fsf-xml": ("full.xml", "eu_fsf"), "eu-fsf-csv": ("full.csv", "eu_fsf"), "eu-whole-xml": ("global.xml", "eu_fsf"),
    "ch-seco-xml": ("consolidated-list.xml", "ch_seco_sanctions"), "ca-sema-xml": ("sema-lmes.xml", "ca_dfatd_sema"),
    "us-csl-csv": ("csl.csv", "us_trade_csl"), "us-csl-json": ("csl.json", "us_trade_csl"), "us-bis-dpl": ("dpl.txt", "us_bis_denied"),
    "us-bis-entity-list": ("el.csv", "us_bis_entity"), "us-bis-unverified": ("uvl.csv", "us_bis_unverified"),
    "us-state-nonproliferation": ("isn.csv", "us_state_nonproliferation"), "us-ddtc-debarred": ("dtc.csv", "us_ddtc_debarred"),
    "senzing-json": ("senzing.json", "own"), "csv": ("own.csv", "own"),
}
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
SYLLABLES = "ka ro mi ten dal vor is an ul be sha ri no gu tra vin".split()
PAGE = b"<!DOCTYPE html>\n<html><head><title>Service unavailable</title></head><body>Please try again later.</body></html>\n"


def records(count, tampered):
    rows = []
    for n in range(count):
        last = (SYLLABLES[n % 16] + SYLLABLES[(n // 16 + n * 3) % 16] + SYLLABLES[(n * 5 + 2) % 16] + SYLLABLES[n // 16 % 16]).upper()
        rows.append({"id": 7001 + n, "last": last, "first": SYLLABLES[(n * 7) % 16].title() + SYLLABLES[(n * 11 + 3) % 16],
                     "year": 1950 + n % 40, "month": 1 + n % 12, "day": 1 + n % 28})
    if tampered:
        rows[count // 3]["last"] = "QUITE OTHERWISE"
    for row in rows:
        row["iso"] = f'{row["year"]}-{row["month"]:02d}-{row["day"]:02d}'
        row["english"] = f'{row["day"]:02d} {MONTHS[row["month"] - 1]} {row["year"]}'
        row["slashed"] = f'{row["day"]:02d}/{row["month"]:02d}/{row["year"]}'
        row["name"] = f'{row["first"]} {row["last"]}'
    return rows


def slashed(date):
    return "/".join(reversed(date.split("-")))


def ofac_rows(rows, drift):
    for r in rows:
        extra = ["new"] if drift else []
        yield [str(r["id"]), f'{r["last"]}, {r["first"]}', "individual", "SDGT"] + ["-0- "] * 7 + \
            [f'DOB {r["english"]}; nationality Syria.'] + extra


def ofac_csv(rows, date, drift):
    plain = lambda c: c if c in ("-0- ",) or c.isdigit() else f'"{c}"'
    return "".join(",".join(map(plain, row)) + "\r\n" for row in ofac_rows(rows, drift)) + "\x1a"


def ofac_pip(rows, date, drift):
    return "".join("|".join(row) + "\r\n" for row in ofac_rows(rows, drift)) + "\x1a"


def ofac_fixed(rows, date, drift):
    widths = [10, 350, 12, 50, 200, 8, 25, 14, 8, 40, 150, 1000] + [5]
    return "".join("".join(c.ljust(w) for c, w in zip(row, widths)) + "\r\n" for row in ofac_rows(rows, drift)) + "\x1a"


def ofac_xml(rows, date, drift):
    y, m, d = date.split("-")
    tag = "birthDateList" if drift else "dateOfBirthList"
    body = "".join(
        f'<sdnEntry><uid>{r["id"]}</uid><firstName>{r["first"]}</firstName><lastName>{r["last"]}</lastName><sdnType>Individual</sdnType>'
        f'<programList><program>SDGT</program></programList><{tag}><dateOfBirthItem><uid>{r["id"]}1</uid>'
        f'<dateOfBirth>{r["english"]}</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem></{tag}></sdnEntry>\n' for r in rows)
    return ('<?xml version="1.0" standalone="yes"?>\n<sdnList xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            f'xmlns="http://tempuri.org/sdnList.xsd"><publshInformation><Publish_Date>{m}/{d}/{y}</Publish_Date>'
            f'<Record_Count>{len(rows)}</Record_Count></publshInformation>\n{body}</sdnList>\n')


def ofac_enhanced_xml(rows, date, drift):
    tag = "traits" if drift else "features"
    body = "".join(
        f'<entity id="{r["id"]}"><generalInfo><entityType refId="600">Individual</entityType></generalInfo>'
        f'<sanctionsLists><sanctionsList refId="1550" id="{r["id"]}" datePublished="2019-03-26">SDN List</sanctionsList></sanctionsLists>'
        f'<names><name id="{r["id"]}"><isPrimary>true</isPrimary><isLowQuality>false</isLowQuality><translations>'
        f'<translation id="{r["id"]}"><isPrimary>true</isPrimary><script refId="20122">Latin</script><formattedFirstName>{r["first"]}</formattedFirstName>'
        f'<formattedLastName>{r["last"]}</formattedLastName><formattedFullName>{r["last"]}, {r["first"]}</formattedFullName></translation></translations></name></names>'
        f'<{tag}><feature id="{r["id"]}"><type featureTypeId="8">Birthdate</type><versionId>1</versionId><value>{r["english"]}</value>'
        f'<valueDate id="{r["id"]}"><fromDateBegin>{r["iso"]}</fromDateBegin><fromDateEnd>{r["iso"]}</fromDateEnd><toDateBegin>{r["iso"]}</toDateBegin>'
        f'<toDateEnd>{r["iso"]}</toDateEnd><isApproximate>false</isApproximate><isDateRange>false</isDateRange></valueDate><isPrimary>true</isPrimary></feature></{tag}>'
        '</entity>\n' for r in rows)
    return ('<?xml version="1.0" encoding="utf-8"?>\n<sanctionsData xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML">'
            f'<publicationInfo><dataAsOf>{date}T10:00:00</dataAsOf></publicationInfo><referenceValues></referenceValues>'
            f'<featureTypes><featureType featureTypeId="8"><type>Birthdate</type></featureType></featureTypes><entities>\n{body}</entities></sanctionsData>\n')


def ofac_advanced_xml(rows, date, drift):
    y, m, d = (int(part) for part in date.split("-"))
    tag = "Characteristic" if drift else "Feature"

    def point(r):
        return f'<Year>{r["year"]}</Year><Month>{r["month"]}</Month><Day>{r["day"]}</Day>'

    def party(r):
        i = r["id"]
        return (
            f'<DistinctParty FixedRef="{i}"><Profile ID="{i}" PartySubTypeID="4"><Identity ID="{i}" FixedRef="{i}" Primary="true" False="false">'
            f'<Alias FixedRef="{i}" AliasTypeID="1403" Primary="true" LowQuality="false"><DocumentedName ID="{i}" FixedRef="{i}" DocNameStatusID="1">'
            f'<DocumentedNamePart><NamePartValue NamePartGroupID="{i}1" ScriptID="215" ScriptStatusID="1" Acronym="false">{r["last"]}</NamePartValue></DocumentedNamePart>'
            f'<DocumentedNamePart><NamePartValue NamePartGroupID="{i}2" ScriptID="215" ScriptStatusID="1" Acronym="false">{r["first"]}</NamePartValue></DocumentedNamePart>'
            f'</DocumentedName></Alias><NamePartGroups><MasterNamePartGroup><NamePartGroup ID="{i}1" NamePartTypeID="1520" /></MasterNamePartGroup>'
            f'<MasterNamePartGroup><NamePartGroup ID="{i}2" NamePartTypeID="1521" /></MasterNamePartGroup></NamePartGroups></Identity>'
            f'<{tag} ID="{i}" FeatureTypeID="8"><FeatureVersion ID="{i}" ReliabilityID="1560"><DatePeriod CalendarTypeID="1" YearFixed="false" MonthFixed="false" DayFixed="false">'
            f'<Start Approximate="false" YearFixed="false" MonthFixed="false" DayFixed="false"><From>{point(r)}</From><To>{point(r)}</To></Start>'
            f'<End Approximate="false" YearFixed="false" MonthFixed="false" DayFixed="false"><From>{point(r)}</From><To>{point(r)}</To></End></DatePeriod>'
            f'<VersionDetail DetailTypeID="1430" /></FeatureVersion><IdentityReference IdentityID="{i}" IdentityFeatureLinkTypeID="1" /></{tag}></Profile></DistinctParty>\n')

    def entry(r):
        i = r["id"]
        return (f'<SanctionsEntry ID="{i}" ProfileID="{i}" ListID="1550"><EntryEvent ID="{i}" EntryEventTypeID="1" LegalBasisID="1858"><Comment />'
                '<Date CalendarTypeID="1"><Year>2018</Year><Month>9</Month><Day>6</Day></Date></EntryEvent></SanctionsEntry>\n')

    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<Sanctions xmlns="http://www.un.org/sanctions/1.0" Version="1">'
        f'<DateOfIssue CalendarTypeID="1"><Year>{y}</Year><Month>{m}</Month><Day>{d}</Day></DateOfIssue><ReferenceValueSets>'
        '<AliasTypeValues><AliasType ID="1403">Name</AliasType></AliasTypeValues>'
        '<FeatureTypeValues><FeatureType ID="8" FeatureTypeGroupID="1">Birthdate</FeatureType></FeatureTypeValues>'
        '<LegalBasisValues><LegalBasis ID="1858" LegalBasisShortRef="Executive Order 13224 (Terrorism)" LegalBasisTypeID="1" SanctionsProgramID="1">x</LegalBasis></LegalBasisValues>'
        '<ListValues><List ID="1550">SDN List</List></ListValues><PartySubTypeValues><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>'
        '<PartyTypeValues><PartyType ID="1">Individual</PartyType></PartyTypeValues><SanctionsTypeValues><SanctionsType ID="1705">Block</SanctionsType></SanctionsTypeValues>'
        '<ScriptValues><Script ID="215" ScriptCode="Latn">Latin</Script></ScriptValues></ReferenceValueSets><Locations></Locations><IDRegDocuments></IDRegDocuments>'
        f'<DistinctParties>\n{"".join(map(party, rows))}</DistinctParties><ProfileRelationships></ProfileRelationships>'
        f'<SanctionsEntries>{"".join(map(entry, rows))}</SanctionsEntries><SanctionsEntryLinks /></Sanctions>\n')


def un_xml(rows, date, drift):
    tag = "INDIVIDUAL_BIRTH" if drift else "INDIVIDUAL_DATE_OF_BIRTH"
    body = "".join(
        f'<INDIVIDUAL><DATAID>{r["id"]}</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>{r["first"]}</FIRST_NAME><SECOND_NAME>{r["last"]}</SECOND_NAME>'
        f'<UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><REFERENCE_NUMBER>QDi.{r["id"]}</REFERENCE_NUMBER><LISTED_ON>2015-03-27</LISTED_ON>'
        f'<{tag}><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>{r["iso"]}</DATE></{tag}></INDIVIDUAL>\n' for r in rows)
    return ('<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            f'dateGenerated="{date}T10:03:43.97Z"><INDIVIDUALS>\n{body}</INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>\n')


def ftm_json(rows, date, drift):
    key = "dateOfBirth" if drift else "birthDate"
    return "".join(f'{{"id":"own-{r["id"]}","schema":"Person","properties":{{"name":["{r["name"]}"],"{key}":["{r["iso"]}"],"topics":["sanction"]}},"target":true}}\n'
                   for r in rows)


def opensanctions_csv(rows, date, drift):
    born = "born_on" if drift else "birth_date"
    head = f'"id","schema","name","aliases","{born}","countries","addresses","identifiers","sanctions","phones","emails","dataset","first_seen","last_seen","last_change"\n'
    return head + "".join(f'"own-{r["id"]}","Person","{r["name"]}","","{r["iso"]}","sy","","","","","","Own","2020-01-01","2020-01-01","2020-01-01"\n' for r in rows)


def uk_conlist(rows, date, drift):
    head = ("Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,DOB,Town of Birth,Country of Birth,Nationality,Passport Details,NI Number,Position,"
            "Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,Post/Zip Code,Country,Other Information,Group Type,Alias Type,Regime,Listed On,Last Updated,Group ID\n")
    if drift:
        head = head.replace("DOB", "Born")
    return f"Last Updated,{slashed(date)}\n{head}" + "".join(
        f'{r["last"]},{r["first"]},,,,,,{r["slashed"]},,,Syrian,,,,,,,,,,,Syria,,Individual,Prime Alias,Syria,01/01/2012,01/01/2012,{r["id"]}\n' for r in rows)


def uk_sanctions_xml(rows, date, drift):
    tag = "BirthDate" if drift else "DOB"
    body = "".join(
        f'<Designation><LastUpdated>14/04/2025</LastUpdated><DateDesignated>25/01/2021</DateDesignated><UniqueID>RUS{r["id"]}</UniqueID>'
        f'<Names><Name><Name1>{r["first"]}</Name1><Name6>{r["last"]}</Name6><NameType>Primary Name</NameType></Name></Names>'
        '<RegimeName>The Russia (Sanctions) (EU Exit) Regulations 2019</RegimeName><IndividualEntityShip>Individual</IndividualEntityShip>'
        f'<SanctionsImposed>Asset freeze</SanctionsImposed><IndividualDetails><Individual><{tag}s><{tag}>{r["slashed"]}</{tag}></{tag}s></Individual></IndividualDetails></Designation>\n'
        for r in rows)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<Designations><DateGenerated>{slashed(date)}</DateGenerated>\n{body}</Designations>\n'


def uk_table(rows, date, drift):
    y, m, d = date.split("-")
    yield [f"Report Date: {d}-{MONTHS[int(m) - 1]}-{y}"]
    yield ["Last Updated", "Unique ID", "Name 6", "Name 1", "Name type", "Regime Name", "Designation Type", "Date Designated", "Born" if drift else "D.O.B"]
    for r in rows:
        yield ["14/04/2025", f'RUS{r["id"]}', r["last"], r["first"], "Primary Name", "Russia", "Individual", "31/12/2020", r["slashed"]]


def uk_sanctions_csv(rows, date, drift):
    return "".join(",".join(row + [""] * (9 - len(row))) + "\n" for row in uk_table(rows, date, drift))


def uk_sanctions_ods(rows, date, drift):
    cells = lambda row: "".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in row)
    table = "".join(f"<table:table-row>{cells(row)}</table:table-row>\n" for row in uk_table(rows, date, drift))
    content = ('<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>'
               f"<table:table>\n{table}</table:table></office:spreadsheet></office:body></office:document-content>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text, method in (("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED), ("content.xml", content, zipfile.ZIP_DEFLATED)):
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text, method)
    return out.getvalue()


def eu_fsf_xml(rows, date, drift):
    tag = "dateOfBirth" if drift else "birthdate"
    body = "".join(
        f'<sanctionEntity designationDetails="" unitedNationId="" logicalId="{r["id"]}"><regulation regulationType="regulation" organisationType="commission" '
        f'publicationDate="2014-03-17" entryIntoForceDate="2014-03-17" numberTitle="269/2014 (OJ L78)" programme="UKR" logicalId="1"><publicationUrl>http://eur-lex.europa.eu/x</publicationUrl></regulation>'
        f'<subjectType code="person" classificationCode="P"/><nameAlias firstName="{r["first"]}" middleName="" lastName="{r["last"]}" wholeName="{r["name"]}" strong="true" logicalId="{r["id"]}1"/>'
        f'<{tag} circa="false" calendarType="GREGORIAN" birthdate="{r["iso"]}" dayOfMonth="{r["day"]}" monthOfYear="{r["month"]}" year="{r["year"]}" countryIso2Code="00" logicalId="{r["id"]}2"/>'
        '</sanctionEntity>\n' for r in rows)
    return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<export xmlns="http://eu.europa.ec/fpi/fsd/export" '
            f'generationDate="{date}T10:24:35.826+01:00" globalFileId="171703">\n{body}</export>\n')


def eu_fsf_csv(rows, date, drift):
    birth = "Birth_Date" if drift else "BirthDate_BirthDate"
    head = ["fileGenerationDate", "Entity_LogicalId", "Entity_SubjectType", "Entity_SubjectType_ClassificationCode", "Entity_Regulation_PublicationDate",
            "Entity_Regulation_NumberTitle", "Entity_Regulation_Programme", "NameAlias_LastName", "NameAlias_FirstName", "NameAlias_WholeName", "NameAlias_LogicalId", birth]
    lines = [head]
    for r in rows:
        start = [slashed(date), str(r["id"]), "person", "P", "2014-03-17", "269/2014 (OJ L78)", "UKR"]
        lines.append(start + [r["last"], r["first"], r["name"], f'{r["id"]}1', ""])
        lines.append(start + ["", "", "", "", r["iso"]])
    return "".join(";".join(line) + "\r\n" for line in lines)


def eu_whole_xml(rows, date, drift):
    tag = "BORN" if drift else "BIRTH"
    body = "".join(
        f'<ENTITY Id="{r["id"]}" Type="P" legal_basis="269/2014 (OJ L78)" reg_date="2014-03-17" pdf_link="http://eur-lex.europa.eu/x" programme="UKR" remark="">'
        f'<NAME Id="{r["id"]}1" Entity_id="{r["id"]}" legal_basis="269/2014" reg_date="2014-03-17" pdf_link="x" programme="UKR"><LASTNAME>{r["last"]}</LASTNAME>'
        f'<FIRSTNAME>{r["first"]}</FIRSTNAME><MIDDLENAME/><WHOLENAME>{r["name"]}</WHOLENAME><GENDER/><TITLE/><FUNCTION/><LANGUAGE/></NAME>'
        f'<{tag} Id="{r["id"]}2" Entity_id="{r["id"]}"><DATE>{r["iso"]}</DATE><PLACE/><COUNTRY/></{tag}></ENTITY>\n' for r in rows)
    return f'<?xml version="1.0" encoding="UTF-8"?><WHOLE Date="{slashed(date)}">\n{body}</WHOLE>\n'


def ch_seco_xml(rows, date, drift):
    tag = "date-of-birth" if drift else "day-month-year"
    body = "".join(
        f'<target ssid="{r["id"]}"><sanctions-set-id>4387</sanctions-set-id><individual><identity ssid="{r["id"]}1" main="true">'
        f'<name ssid="{r["id"]}2" name-type="primary-name" quality="good" lang="eng"><name-part order="1" name-part-type="family-name"><value>{r["last"]}</value></name-part>'
        f'<name-part order="2" name-part-type="given-name"><value>{r["first"]}</value></name-part></name>'
        f'<{tag} ssid="{r["id"]}3" day="{r["day"]}" month="{r["month"]}" year="{r["year"]}" calendar="Gregorian" quality="good"/></identity></individual>'
        '<modification modification-type="listed" enactment-date="2021-08-11" publication-date="2021-08-11" effective-date="2021-08-11"/></target>\n' for r in rows)
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<swiss-sanctions-list list-type="whole-list" date="{date}"><sanctions-program ssid="20" version-date="2026-05-21">'
            '<program-key lang="eng">Belarus</program-key><program-name lang="eng">Ordinance on measures against Belarus</program-name>'
            f'<sanctions-set ssid="4387" lang="eng">article 12</sanctions-set><origin>EU</origin></sanctions-program>\n{body}</swiss-sanctions-list>\n')


def ca_sema_xml(rows, date, drift):
    tag = "BirthDate" if drift else "DateOfBirth"
    return '<?xml version="1.0" encoding="UTF-8"?>\n<data-set>\n' + "".join(
        f'<record><Country>Russia / Russie</Country><LastName>{r["last"]}</LastName><GivenName>{r["first"]}</GivenName><{tag}>{r["iso"]}</{tag}>'
        f'<Schedule>1</Schedule><Item>{r["id"]}</Item></record>\n' for r in rows) + "</data-set>\n"


def us_csl_csv(rows, date, drift):
    head = ("source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,standard_order,license_requirement,"
            "license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,alt_names,"
            f"citizenships,{'born' if drift else 'dates_of_birth'},nationalities,places_of_birth,source_information_url,ids\n")
    return head + "".join(f'Specially Designated Nationals (SDN) - Treasury Department,{r["id"]},Individual,SDGT,"{r["last"]}, {r["first"]}"'
                          f'{"," * 16}http://x,,,{r["iso"]},,,http://y,\n' for r in rows)


def us_csl_json(rows, date, drift):
    born = "born" if drift else "dates_of_birth"
    one = lambda r: (f'{{"id":"{r["id"]}","name":"{r["last"]}, {r["first"]}","type":"Individual","entity_number":{r["id"]},"programs":["SDGT"],'
                     f'"source":"Specially Designated Nationals (SDN) - Treasury Department","{born}":["{r["iso"]}"],"alt_names":null,"source_information_url":"http://y"}}')
    return f'{{"total":{len(rows)},"results":[' + ",\n".join(map(one, rows)) + "]}\n"


def us_bis_dpl(rows, date, drift):
    head = ["Name", "Street_Address", "Town" if drift else "City", "State", "Country", "Postal_Code", "Effective_Date", "Expiration_Date", "Standard_Order", "Last_Update", "Action", "FR_Citation"]
    lines = [head] + [[r["name"].upper(), "1 ROAD", f'TOWN {r["id"]}', "", "SY", "", "01/02/2015", "01/02/2030", "Y", "2015-01-05", "FR NOTICE ADDED", f'80 F.R. {r["id"]}'] for r in rows]
    return "".join("\t".join(line) + "\r\n" for line in lines)


def us_bis_entity_list(rows, date, drift):
    where = "Street" if drift else "Address"
    return (f"Source List,Entity Number,SDN Type,Programs,Name,Title,{where},City,State/Province,Postal Code,Country,Federal Register Notice,Effective Date,"
            "License Requirement,License Policy,Alternate Name,Web Link\n") + "".join(
        f'EL,,,,{r["name"]} Co,,Street {r["id"]},Damascus,,,Syria,76 FR {r["id"]},11/21/2011,All items,Denial,{r["last"]} Ltd,http://x\n' for r in rows)


def us_bis_unverified(rows, date, drift):
    more = ",PHONE" if drift else ""
    return f"COUNTRY,NAME,ADDRESS{more}\r\n" + "".join(f'Syria,{r["name"]} Co,Street {r["id"]}{",12345" if drift else ""}\r\n' for r in rows)


def us_state_nonproliferation(rows, date, drift):
    when = "Date In Force" if drift else "Effective Date"
    return f"Source List,Programs,Name,Alternative Names,Country,Federal Register Notice,{when},Remarks/Notes,Web Link\n" + "".join(
        f'ISN,E.O. 13382,{r["name"]} Works,,Syria,"Vol. 74, No. {r["id"]}",1/9/2009,,\n' for r in rows)


def us_ddtc_debarred(rows, date, drift):
    born = "Born" if drift else "Date of Birth"
    return f"Debarred Party Full Name And Alias,{born},Notice,Notice Date,Corrected Notice,Corrected Notice Date\n" + "".join(
        f'"{r["last"]}, {r["first"]}","{MONTHS[r["month"] - 1]}, {r["year"]}",59 FR {r["id"]},8/29/1994,,\n' for r in rows)


def senzing_json(rows, date, drift):
    key = "BORN_ON" if drift else "DATE_OF_BIRTH"
    return "".join(f'{{"DATA_SOURCE":"OWN","RECORD_ID":"own-{r["id"]}","RECORD_TYPE":"PERSON","NAMES":[{{"NAME_TYPE":"PRIMARY","NAME_FULL":"{r["name"]}"}}],'
                   f'"DATES":[{{"{key}":"{r["iso"]}"}}],"RISKS":[{{"TOPIC":"sanction"}}]}}\n' for r in rows)


def own_csv(rows, date, drift):
    return f'id,name,schema,{"born" if drift else "birth_date"},country\n' + "".join(f'{r["id"]},{r["name"]},Person,{r["iso"]},sy\n' for r in rows)


def write(name, file, options):
    failure = options.failure
    count = options.count // 2 if failure == "drop" else options.count
    maker = own_csv if name == "csv" else globals()[name.replace("-", "_")]
    made = maker(records(count, failure == "tampered"), options.date, failure == "drift")
    made = made if isinstance(made, bytes) else made.encode()
    if failure == "truncated":
        made = made[:len(made) * 3 // 5]
    with open(file, "wb") as out:
        out.write(PAGE if failure == "html" else made)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("format", nargs="?", choices=FORMATS)
    parser.add_argument("file", nargs="?")
    parser.add_argument("--formats", action="store_true")
    parser.add_argument("--all", metavar="DIRECTORY")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--date", default="2026-01-02")
    parser.add_argument("--failure", choices=("truncated", "html", "drift", "drop", "tampered"))
    options = parser.parse_args()
    if options.formats:
        for name, (file, source) in FORMATS.items():
            print(name, file, source)
        return
    if options.all:
        for name in FORMATS:
            write(name, f"{options.all}/{name}", options)
    else:
        write(options.format, options.file, options)


if __name__ == "__main__":
    main()
