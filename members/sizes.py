"""How large an organisation is: the survey's bands and the EU's, each as a function and as SQL.

The EU's (Recommendation 2003/361/EC, annex, article 2) ask for the people *and* for one of two
amounts, turnover or balance sheet. Partner and linked enterprises count too, which is not known
here, so the band is that of the enterprise by itself.
"""

from django.db.models import Case, CharField, Q, Value, When

from members.enums import SIZE_LIMITS, BalanceBand, EuBand, SizeBand, TurnoverBand

# Band, then the most people in it (under 10, 50, 250), turnover and balance sheet.
EU_CEILINGS = (
    (EuBand.MICRO, 9, TurnoverBand.MICRO, BalanceBand.MICRO),
    (EuBand.SMALL, 49, TurnoverBand.SMALL, BalanceBand.SMALL),
    (EuBand.MEDIUM, 249, TurnoverBand.MEDIUM, BalanceBand.MEDIUM),
)
MOST_PEOPLE_OF_AN_SME = 249


def up_to(choices: type[TurnoverBand] | type[BalanceBand], ceiling: str) -> list[str]:
    values = choices.values
    return values[: values.index(ceiling) + 1]


def eu_band(headcount: int | None, turnover: str | None, balance: str | None) -> EuBand:
    """Return the EU's band; unknown when neither amount is known, save that 250 people are never an SME.

    An amount that is not known cannot make an enterprise smaller: with turnover alone over a ceiling,
    the balance sheet might still be under it, so the band is unknown too.
    """
    if headcount is None:
        return EuBand.UNKNOWN
    if headcount > MOST_PEOPLE_OF_AN_SME:
        return EuBand.LARGE
    for band, people, most_turnover, most_balance in EU_CEILINGS:
        if headcount > people:
            continue
        if turnover in up_to(TurnoverBand, most_turnover) or balance in up_to(BalanceBand, most_balance):
            return band
        if not turnover or not balance:
            return EuBand.UNKNOWN
    return EuBand.LARGE


def eu_cases() -> list[When]:
    cases = [
        When(headcount__isnull=True, then=Value(EuBand.UNKNOWN.value)),
        When(headcount__gt=MOST_PEOPLE_OF_AN_SME, then=Value(EuBand.LARGE.value)),
    ]
    unknown = Q(turnover_band="") | Q(balance_band="")
    for band, people, turnover, balance in EU_CEILINGS:
        within = Q(turnover_band__in=up_to(TurnoverBand, turnover)) | Q(
            balance_band__in=up_to(BalanceBand, balance)
        )
        cases.append(When(within, headcount__lte=people, then=Value(band.value)))
        cases.append(When(unknown, headcount__lte=people, then=Value(EuBand.UNKNOWN.value)))
    return cases


# Both read the fields of a yearly fact.
EU_BAND = Case(*eu_cases(), default=Value(EuBand.LARGE.value), output_field=CharField())
SURVEY_BAND = Case(
    *(When(headcount__lte=most, then=Value(band.value)) for band, (_least, most) in SIZE_LIMITS.items()),
    default=Value(SizeBand.UNKNOWN.value),
    output_field=CharField(),
)
