"""Small survey structures as LimeSurvey writes them, before version 4 and since; invented."""

from html import escape


def table(name: str, *rows: dict) -> str:
    cells = ("".join(f"<{tag}><![CDATA[{value}]]></{tag}>" for tag, value in row.items()) for row in rows)
    inside = "".join(f"<row>{row}</row>" for row in cells)
    return f"<{name}><fields/><rows>{inside}</rows></{name}>"


def document(*tables: str, languages=("es", "en"), kind: str = "Survey") -> bytes:
    named = "".join(f"<language>{escape(language)}</language>" for language in languages)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<document><LimeSurveyDocType>{kind}</LimeSurveyDocType><DBVersion>366</DBVersion>"
        f"<languages>{named}</languages>{''.join(tables)}</document>"
    ).encode()


def question(qid: int, kind: str, title: str, **rest) -> dict:
    fixed = {"qid": qid, "parent_qid": 0, "sid": 7, "gid": 1, "type": kind, "title": title, "mandatory": "N"}
    return fixed | {"question_order": qid, "relevance": "1"} | rest


def sub(qid: int, parent: int, title: str, scale: int = 0) -> dict:
    place = {"question_order": qid, "scale_id": scale}
    return {"qid": qid, "parent_qid": parent, "sid": 7, "gid": 1, "type": "T", "title": title} | place


def answer(aid: int, qid: int, code: str) -> dict:
    return {"aid": aid, "qid": qid, "code": code, "sortorder": aid, "scale_id": 0}


def said(name: str, key: str, number: int, **texts: str) -> list[dict]:
    return [{key: number, name: text, "language": language} for language, text in texts.items()]


def newer() -> bytes:
    """Questions of most types, with their texts in tables of their own."""
    asked = [
        question(10, "N", "people", mandatory="Y"),
        question(11, "L", "hired", mandatory="Y"),
        question(12, "M", "reasons", relevance='((hired.NAOK == "A1"))'),
        question(13, "S", "city"),
        question(14, "T", "notes", relevance="people >= 10 and hired == 'A1'"),
        question(15, "Y", "remote"),
        question(16, "D", "since"),
        question(17, "F", "agree"),
        question(18, ":", "profiles"),
        question(19, "R", "order"),
        question(20, "5", "mood", relevance="reasons_pay.NAOK == 'Y'"),
        question(21, "G", "gender"),
        question(22, "K", "costs", relevance="sum(people, 3) > 5"),
        question(23, "|", "file"),
        question(24, "X", "hello"),
        question(25, "Z", "strange"),
    ]
    words = []
    for row in asked:
        spanish, english = f"<p>Sobre <b>{row['title']}</b></p>", f"About {row['title']} &amp; more"
        words += said("question", "qid", row["qid"], es=spanish, en=english)
    subquestions = [
        sub(121, 12, "pay"),
        sub(122, 12, "place"),
        sub(171, 17, "one"),
        sub(172, 17, "two"),
        sub(181, 18, "dev"),
        sub(182, 18, "ops"),
        sub(183, 18, "now", scale=1),
        sub(184, 18, "next", scale=1),
        sub(221, 22, "rent"),
    ]
    for row in subquestions:
        words += said("question", "qid", row["qid"], es=f"{row['title']} (es)", en=row["title"])
    answers = [
        answer(1, 11, "A1"),
        answer(2, 11, "A2"),
        answer(3, 17, "1"),
        answer(4, 17, "2"),
        answer(5, 19, "x"),
        answer(6, 19, "y"),
    ]
    answer_words = []
    for row in answers:
        answer_words += said("answer", "aid", row["aid"], es=f"{row['code']} (es)", en=row["code"])
    return document(
        table("surveys", {"sid": 7, "language": "es"}),
        table(
            "surveys_languagesettings",
            {"surveyls_survey_id": 7, "surveyls_language": "es", "surveyls_title": "Encuesta inventada"},
            {"surveyls_survey_id": 7, "surveyls_language": "en", "surveyls_title": "Invented survey"},
        ),
        table("groups", {"gid": 1, "sid": 7, "group_order": 1, "grelevance": "1"}),
        table("group_l10ns", *said("group_name", "gid", 1, es="La empresa", en="The company")),
        table("questions", *asked),
        table("subquestions", *subquestions),
        table("question_l10ns", *words),
        table("answers", *answers),
        table("answer_l10ns", *answer_words),
        table(
            "question_attributes",
            {"qid": 10, "attribute": "num_value_int_only", "value": "1"},
            {"qid": 10, "attribute": "min_num_value_n", "value": "1"},
            {"qid": 10, "attribute": "max_num_value_n", "value": "500"},
        ),
    )


def older() -> bytes:
    """Two questions, each row once per language."""

    def twice(row: dict, **texts: dict) -> list[dict]:
        return [row | words | {"language": language} for language, words in texts.items()]

    return document(
        table("surveys", {"sid": 8, "language": "es"}),
        table(
            "surveys_languagesettings",
            {"surveyls_survey_id": 8, "surveyls_language": "es", "surveyls_title": "Antigua"},
        ),
        table(
            "groups",
            *twice(
                {"gid": 1, "sid": 8, "group_order": 0},
                es={"group_name": "Grupo", "description": "<p>De qué va</p>"},
                en={"group_name": "Group", "description": ""},
            ),
        ),
        table(
            "questions",
            *twice(
                question(10, "L", "hired", other="Y"),
                es={"question": "¿Contrató?", "help": "Este año"},
                en={"question": "Did you hire?", "help": "This year"},
            ),
            *twice(
                question(11, "T", "why", relevance='7X1X10.NAOK == "A2"'),
                es={"question": "¿Por qué {hired}?", "help": ""},
                en={"question": "Why?", "help": ""},
            ),
        ),
        table(
            "answers",
            *twice(
                {"qid": 10, "code": "A1", "sortorder": 1, "scale_id": 0},
                es={"answer": "Sí"},
                en={"answer": "Yes"},
            ),
            *twice(
                {"qid": 10, "code": "A2", "sortorder": 2, "scale_id": 0},
                es={"answer": "No"},
                en={"answer": "No"},
            ),
        ),
    )


BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE bomb [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType><questions><rows><row>&b;</row></rows></questions></document>"""
OUTSIDE = b"""<?xml version="1.0"?>
<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><document>&x;</document>"""
