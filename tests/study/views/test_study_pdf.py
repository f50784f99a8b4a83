import pytest

from tests.study.views.test_study_detail import address


@pytest.mark.parametrize("language", ["es", "en"])
def test_study_pdf_is_tagged_and_in_the_language_of_its_address(client, snapshot, language):
    response = client.get(address("study-pdf", "2025", language=language))

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-1.7")
    assert b"/MarkInfo<</Marked true" in response.content
    assert f"/Lang({language})".encode() in response.content
