from study.actions import publish_study


def test_publish_study_writes_snapshot_and_files(study, manager):
    snapshot = publish_study(study, by=manager)

    assert (snapshot.revision, snapshot.taken_by) == (1, manager)
    names = set(snapshot.renderings.values_list("name", "language"))
    assert names == {
        (name, language)
        for language in ("es", "en")
        for name in (
            "study.pdf",
            "activity.svg",
            "activity-dark.svg",
            "profiles-demand.svg",
            "profiles-demand-dark.svg",
            "context-basic-digital-skills.svg",
            "context-basic-digital-skills-dark.svg",
        )
    }
