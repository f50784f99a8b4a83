import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Func, IntegerField, Q, Value, When
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.enums import (
    AnswerOrigin,
    AnswerStatus,
    Channel,
    CheckState,
    ResponseState,
    RowState,
    SectionProgress,
)

from .campaign import Unit
from .questionnaire import QuestionnaireVersion, Variable

# Foreign keys have no index of their own where a constraint's or another index begins with them.


class Response(models.Model):
    """One organisation's live answer to one edition; there is one per unit, by constraint."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.OneToOneField(Unit, models.PROTECT, related_name="response", verbose_name=_("unit"))
    version = models.ForeignKey(
        QuestionnaireVersion, models.PROTECT, related_name="responses", verbose_name=_("version")
    )
    state = models.CharField(
        _("state"), max_length=12, choices=ResponseState, default=ResponseState.IN_PROGRESS
    )
    revision = models.PositiveBigIntegerField(_("revision"), default=0)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.WEB)
    started_at = models.DateTimeField(_("started at"), default=timezone.now, editable=False)
    saved_at = models.DateTimeField(_("last saved at"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    usable = models.BooleanField(
        _("usable"),
        null=True,
        editable=False,
        help_text=_("Of a partial response: the essential sections are complete and nothing contradicts."),
    )

    class Meta:
        ordering = ["unit"]
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        permissions = [("operate_response", _("Can take down a company's answers by phone or from paper"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ResponseState.SUBMITTED, submitted_at__isnull=False)
                | ~Q(state=ResponseState.SUBMITTED) & Q(submitted_at__isnull=True),
                name="submitted_response_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(usable__isnull=True) | Q(state=ResponseState.PARTIAL),
                name="only_partial_response_is_usable_or_not",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)


class Answer(models.Model):
    """One cell of a response, typed; a grid has a cell per row and column, a list of choices one cell."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers", db_index=False)
    variable = models.ForeignKey(Variable, models.PROTECT, related_name="answers", db_index=False)
    row_key = models.CharField(_("row"), max_length=60, default="", blank=True)
    col_key = models.CharField(_("column"), max_length=60, default="", blank=True)
    num = models.DecimalField(_("number"), max_digits=18, decimal_places=4, null=True, blank=True)
    txt = models.TextField(_("text"), null=True, blank=True)
    day = models.DateField(_("date"), null=True, blank=True)
    flag = models.BooleanField(_("yes or no"), null=True, blank=True)
    choice = models.CharField(_("choice"), max_length=60, null=True, blank=True)
    choices = ArrayField(models.CharField(max_length=60), verbose_name=_("choices"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=14, choices=AnswerStatus, default=AnswerStatus.GIVEN)
    origin = models.CharField(
        _("origin"), max_length=24, choices=AnswerOrigin, default=AnswerOrigin.RESPONDENT
    )
    on_path = models.BooleanField(_("on the path"), default=True)
    revision = models.PositiveBigIntegerField(_("revision"), default=0)
    updated_by = models.CharField(_("saved by"), max_length=254, blank=True)
    updated_at = models.DateTimeField(_("saved at"), auto_now=True)

    VALUE_FIELDS = ("num", "txt", "day", "flag", "choice", "choices")

    class Meta:
        ordering = ["response", "variable", "row_key", "col_key"]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["response", "variable", "row_key", "col_key"], name="answer_cell_once"
            ),
            models.CheckConstraint(
                condition=Exact(
                    Func(
                        "num",
                        "txt",
                        "day",
                        "flag",
                        "choice",
                        "choices",
                        function="num_nonnulls",
                        output_field=IntegerField(),
                    ),
                    Case(
                        When(status=AnswerStatus.GIVEN, then=Value(1)),
                        default=Value(0),
                        output_field=IntegerField(),
                    ),
                ),
                name="answer_holds_one_value_if_given",
                violation_error_message=_("A given answer holds one value; any other holds none."),
            ),
        ]
        indexes = [models.Index(fields=["variable", "response"], name="answer_by_variable")]

    def __str__(self) -> str:
        return f"{self.variable_id}/{self.row_key}/{self.col_key}"

    @property
    def value(self):
        """The typed value that is set, or None when the cell holds none."""
        return next((v for f in self.VALUE_FIELDS if (v := getattr(self, f)) is not None), None)


class RowItem(models.Model):
    """One row that a company added to a list; its key stays as its words change, and removing is marking."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="row_items", db_index=False)
    list_code = models.SlugField(_("list"), max_length=60)
    key = models.UUIDField(_("key"), default=uuid.uuid4, editable=False)
    position = models.PositiveIntegerField(_("position"))
    state = models.CharField(_("state"), max_length=10, choices=RowState, default=RowState.ADDED)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)
    removed_by = models.CharField(_("removed by"), max_length=254, blank=True)

    class Meta:
        ordering = ["response", "list_code", "position", "pk"]
        verbose_name = _("added row")
        verbose_name_plural = _("added rows")
        constraints = [
            models.UniqueConstraint(fields=["response", "list_code", "key"], name="row_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.list_code}/{self.key}"


class AnswerEvent(models.Model):
    """One change of one cell, append-only; the request id makes a repeated save harmless."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="events", db_index=False)
    request_id = models.UUIDField(_("request"))
    seq = models.PositiveIntegerField(_("place in the request"))
    variable = models.ForeignKey(Variable, models.PROTECT, related_name="+")
    row_key = models.CharField(_("row"), max_length=60, default="", blank=True)
    col_key = models.CharField(_("column"), max_length=60, default="", blank=True)
    old = models.JSONField(_("old value"), null=True)
    new = models.JSONField(_("new value"), null=True)
    base_revision = models.PositiveBigIntegerField(_("revision it was based on"))
    actor = models.CharField(_("who"), max_length=254, blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        ordering = ["response", "id"]
        verbose_name = _("answer event")
        verbose_name_plural = _("answer events")
        constraints = [
            models.UniqueConstraint(fields=["response", "request_id", "seq"], name="answer_event_once"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}/{self.seq}"


class SectionState(models.Model):
    """How far one section of a response has come."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="section_states", db_index=False)
    section = models.SlugField(_("section"), max_length=60)
    progress = models.CharField(
        _("progress"), max_length=12, choices=SectionProgress, default=SectionProgress.NOT_STARTED
    )

    class Meta:
        ordering = ["response", "section"]
        verbose_name = _("section state")
        verbose_name_plural = _("section states")
        constraints = [
            models.UniqueConstraint(fields=["response", "section"], name="section_state_once"),
        ]

    def __str__(self) -> str:
        return f"{self.response_id}/{self.section}"


class CheckFlag(models.Model):
    """A soft check that does not hold in a response, with what the company said of the figures."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="check_flags", db_index=False)
    rule = models.SlugField(_("rule"), max_length=60)
    row_key = models.CharField(_("row"), max_length=60, default="", blank=True)
    state = models.CharField(_("state"), max_length=10, choices=CheckState, default=CheckState.OPEN)
    figures = models.CharField(
        _("figures"), max_length=120, blank=True, help_text=_("Those it was said of; others are asked anew.")
    )
    explanation = models.TextField(_("explanation"), blank=True)
    actor = models.CharField(_("who"), max_length=254, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        ordering = ["response", "rule", "row_key"]
        verbose_name = _("check flag")
        verbose_name_plural = _("check flags")
        constraints = [
            models.UniqueConstraint(fields=["response", "rule", "row_key"], name="check_flag_once"),
        ]

    def __str__(self) -> str:
        return f"{self.response_id}/{self.rule}"


class Submission(models.Model):
    """An immutable receipt: exactly what was sent, when, and under which definition."""

    response = models.ForeignKey(
        Response, models.PROTECT, related_name="submissions", verbose_name=_("response"), db_index=False
    )
    sequence = models.PositiveIntegerField(_("sequence"))
    idempotency_key = models.UUIDField(_("idempotency key"), unique=True)
    receipt_number = models.CharField(_("receipt number"), max_length=20, unique=True)
    definition_sha256 = models.CharField(_("SHA-256 of the definition"), max_length=64)
    payload = models.JSONField(_("payload"))
    payload_sha256 = models.CharField(
        _("SHA-256 of the payload"), max_length=64, help_text=_("Of what was sent, also after an erasure.")
    )
    erased_at = models.DateTimeField(
        _("words erased at"),
        null=True,
        editable=False,
        help_text=_("When a person's name was taken out of the payload; kept by a trigger."),
    )
    submitted_by = models.CharField(_("submitted by"), max_length=254, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("user"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["response", "sequence"]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.UniqueConstraint(fields=["response", "sequence"], name="submission_sequence_once"),
        ]

    def __str__(self) -> str:
        return self.receipt_number

    @property
    def is_recorded(self) -> bool:
        """Whether a manager sent it for the company, by phone or from paper."""
        return self.user_id is not None
