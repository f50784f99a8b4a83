from study.actions import publish_study


def test_publish_study_writes_snapshot_and_files(study, manager):
    snapshot = publish_study(study, by=manager)

    assert (snapshot.revision, snapshot.taken_by) == (1, manager)
    figures = ["context-i20", "activity", "profiles-demand", "supply", "gap-profile", "gap-skill"]
    charts = {f"{figure}{variant}.svg" for figure in figures for variant in ("", "-dark")}
    names = set(snapshot.renderings.values_list("name", "language"))
    assert names == {(name, language) for name in {"study.pdf", *charts} for language in ("es", "en")}
