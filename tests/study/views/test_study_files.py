import pytest

from tests.study.views.test_study_detail import address


@pytest.mark.parametrize("language", ["es", "en"])
def test_study_pdf_is_tagged_and_in_the_language_of_its_address(client, snapshot, language):
    response = client.get(address("study-pdf", "2025", language=language))

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-1.7")
    assert b"/MarkInfo<</Marked true" in response.content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in response.content
    assert f"/Lang({language})".encode() in response.content


def test_study_pdf_has_a_file_name_and_may_be_cached(client, snapshot):
    response = client.get(address("study-pdf", "2025", language="en"))

    assert response["Content-Disposition"] == 'inline; filename="digital-skills-study-2025.pdf"'
    assert response["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize(
    ("name", "args"),
    [("study-pdf", ["2025"]), ("rendering", ["2025", "activity"]), ("rendering", ["2025", "activity-dark"])],
    ids=["pdf", "chart", "dark chart"],
)
def test_study_files_answer_304_to_their_own_etag(client, snapshot, name, args):
    first = client.get(address(name, *args))
    again = client.get(address(name, *args), headers={"If-None-Match": first["ETag"]})

    assert not first["ETag"].startswith("W/")
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_study_chart_is_an_image_in_the_language_of_its_address(client, snapshot):
    spanish = client.get(address("rendering", "2025", "activity"))
    english = client.get(address("rendering", "2025", "activity", language="en"))

    assert spanish["Content-Type"] == english["Content-Type"] == "image/svg+xml"
    assert "Desarrollo de software" in spanish.content.decode()
    assert "Software development" in english.content.decode()


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("study-pdf", ["1999"]),
        ("rendering", ["1999", "activity"]),
        ("rendering", ["2025", "unknown"]),
        ("rendering", ["2025", "study"]),
    ],
    ids=["no edition", "no chart of it", "no such chart", "no chart but the PDF"],
)
def test_study_files_that_do_not_exist_are_not_found(client, snapshot, name, args):
    assert client.get(address(name, *args)).status_code == 404
