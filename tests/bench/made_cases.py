"""Fill a database with the cases of a large district by a few statements, the same on SQLite and PostgreSQL.

One case in twenty is open and came within the last 25 working days, one open case in twenty is suspended by a
consultation; the others came and were answered between 2021 and autumn 2026. One case in four asks for one of 5,000
things others asked for; one in ten comes from one of 1,000 busy people. Each case has its desk and its hand-over, one
in thirty was passed on once more, one in three hundred twice. All by arithmetic from the number of the case.
"""

from __future__ import annotations

from datetime import date

TODAY = date(2026, 11, 20)
EVERY, DAYS = 20, 25
# Desk, status and clock of the open cases; the last of twenty is suspended.
SHAPES = [
    *[("examine", "registered", "running")] * 2,
    *[("assign", "examining", "running")] * 2,
    ("correction", "awaiting_correction", "awaiting_correction"),
    *[("draft", "in_progress", "running")] * 8,
    *[("secrecy_review", "in_review", "running")] * 2,
    ("legal_review", "in_review", "running"),
    *[("sign_off", "in_review", "running")] * 2,
    ("serve", "awaiting_service", "running"),
    ("draft", "consulting", "suspended"),
]
DIALECTS: dict[str, dict[str, str]] = {
    "postgresql": {
        "numbers": "SELECT generate_series(1, {cases}) AS n",
        "received": "date '2021-01-01' + (n * 79 % 2080)::int",
        "closed": "date '2021-01-01' + (n * 79 % 2080 + 5 + n % 30)::int",
        "true": "true", "false": "false", "moment": "timestamptz '2026-11-20 09:00:00+08'",
    },
    "sqlite": {
        "numbers": "WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < {cases})"
        " SELECT n FROM up",
        "received": "date('2021-01-01', '+' || (n * 79 % 2080) || ' days')",
        "closed": "date('2021-01-01', '+' || (n * 79 % 2080 + 5 + n % 30) || ' days')",
        "true": "1", "false": "0", "moment": "'2026-11-20 01:00:00'",
    },
}  # fmt: skip
PREPARE = [
    "CREATE TEMPORARY TABLE numbers AS {numbers}",
    "CREATE TEMPORARY TABLE organ_at AS SELECT id, row_number() OVER (ORDER BY id) - 1 AS at,"
    " count(*) OVER () AS many FROM casework_organ",
    "CREATE TEMPORARY TABLE unit_at AS SELECT id, organ_id, row_number() OVER (ORDER BY id) - 1 AS at,"
    " count(*) OVER () AS many FROM casework_unit",
    "CREATE TEMPORARY TABLE day_at (at integer, received date, due date, stage date)",
    "CREATE TEMPORARY TABLE shape_at (at integer, node text, status text, clock text)",
]
OUTCOME = """CASE n % 11 WHEN 0 THEN 'G1' WHEN 1 THEN 'G2' WHEN 2 THEN 'G2' WHEN 3 THEN 'P' WHEN 4 THEN 'D4'
    WHEN 5 THEN 'D6' WHEN 6 THEN 'N1a' WHEN 7 THEN 'N1b' WHEN 8 THEN 'R1' WHEN 9 THEN 'X1' ELSE 'X3' END"""
CASES = """INSERT INTO casework_case (organ_id, unit_id, year, serial, case_number, status, version, round_no, channel,
    evidence, received_on, safe_received_on, registered_at, registered_by_id, matter, title, description, topic,
    recipient, carrier, delivery, reading_help, note, clock_state, due_on, warn_on, provisional, calendar_version,
    outcome, closed_on, closed_as, late, first_outcome, first_closed_on, hard_reason, retention)
SELECT {organ}, u.id, 2026, n, 'B' || n, {status}, 1, 1,
    CASE n % 3 WHEN 0 THEN 'mail_signed' WHEN 1 THEN 'portal' ELSE 'in_person' END, '{{}}', {received}, {received},
    '2026-11-20 09:00:00', 1, 'disclosure', CASE WHEN n % 4 = 1 THEN '事项' || (n / 4 % 5000) ELSE '事项第' || n END,
    '描述',
    CASE n % 7 WHEN 0 THEN '征地拆迁' WHEN 1 THEN '房屋征收' WHEN 2 THEN '社会保障' WHEN 3 THEN '教育'
        WHEN 4 THEN '行政执法' WHEN 5 THEN '物业管理' ELSE '' END,
    'applicant', 'paper', 'post', {false}, '', {clock}, {due}, {due}, {false}, '',
    {outcome}, {closed}, {closed_as}, {late}, {outcome}, {closed}, '', ''
FROM numbers JOIN unit_at u ON u.at = (n / 3) % u.many"""
CLOSED = {
    "organ": "o.id", "status": "'archived'", "clock": "'closed'", "due": "NULL", "outcome": OUTCOME,
    "closed_as": "'serve'", "late": "CASE WHEN n % 31 = 0 THEN {true} ELSE {false} END",
}  # fmt: skip
OPEN = {
    "organ": "u.organ_id", "status": "s.status", "clock": "s.clock", "received": "d.received", "closed": "NULL",
    "due": "CASE WHEN s.clock = 'awaiting_correction' THEN NULL ELSE d.due END", "outcome": "''", "closed_as": "''",
    "late": "NULL",
}  # fmt: skip
TO_CLOSED = f" JOIN organ_at o ON o.at = n % o.many WHERE n % {EVERY} <> 0"
TO_OPEN = (
    f" JOIN day_at d ON d.at = n / {EVERY} % {DAYS}"
    f" JOIN shape_at s ON s.at = n / {EVERY * 7} % {len(SHAPES)} WHERE n % {EVERY} = 0"
)
# The desk of an open case is the one of its shape, that of an archived one is left.
DESK = f"""LEFT JOIN shape_at s ON c.serial % {EVERY} = 0 AND s.at = c.serial / {EVERY * 7} % {len(SHAPES)}
    LEFT JOIN day_at d ON c.serial % {EVERY} = 0 AND d.at = c.serial / {EVERY} % {DAYS}"""
AT = "{moment}"
HANDOVER = """INSERT INTO casework_handover (case_id, round_no, way, state, to_unit_id, reason, sent_by_id, sent_at,
    answer_by, declined_reason, ended_at)
SELECT c.id, 1, '{way}', 'accepted', c.unit_id, '', 1, {{moment}}, c.received_on, '',
    {{moment}} FROM casework_case c WHERE {which}"""
AROUND = [
    """INSERT INTO casework_applicant (case_id, position, category, category_reason, name, document_kind,
    document_number, representative, contact_name, phone, email, address, postcode, identity_proof, name_index,
    document_index, phone_index)
SELECT id, 1, CASE id % 5 WHEN 2 THEN 'business' WHEN 3 THEN 'legal_service' WHEN 4 THEN 'other'
    ELSE 'natural_person' END, '', '', '', '', '', '', '', '', '', '', {true},
    CASE WHEN serial % 10 = 3 THEN 'busy' || (serial / 10 % 1000) ELSE 'one' || serial END, '', ''
FROM casework_case""",
    f"""INSERT INTO casework_extension (case_id, round_no, days, reason, approved_by_id, approved_on, refused_reason,
    notified_on, recorded_by_id, recorded_at)
SELECT id, 1, 20, '', 1, received_on, '', received_on, 1, {AT} FROM casework_case WHERE serial % 20 = 1""",
    f"""INSERT INTO workflow_round (flow_class, status, created, finished, case_id, number, entry)
SELECT '{{flow}}', 'NEW', {AT}, CASE WHEN closed_on IS NULL THEN NULL ELSE {AT} END, id, 1, '' FROM casework_case""",
    f"""INSERT INTO workflow_step (flow_task, flow_task_type, status, created, finished, token, process_id, case_id,
    done_verb, unit_id, counts_from, due_on)
SELECT coalesce(s.node, '{{archive}}'), 'FUNCTION', CASE WHEN s.at IS NULL THEN 'DONE' ELSE 'NEW' END, {AT},
    CASE WHEN s.at IS NULL THEN {AT} ELSE NULL END, 'start', r.id, c.id, '', c.unit_id, d.received, d.stage
FROM workflow_round r JOIN casework_case c ON c.id = r.case_id {DESK}""",
    HANDOVER.format(way="assign", which="1 = 1"),
    HANDOVER.format(way="transfer", which="c.serial % 30 = 10"),
    HANDOVER.format(way="transfer", which="c.serial % 300 = 100"),
    f"""INSERT INTO casework_consultation (case_id, round_no, recorded_by_id, recorded_at, kind, party, subject,
    interest, way, sent_on, received_on, opinion, opinion_text, override_reason)
SELECT id, 1, 1, {AT}, 'third_party', '', '', '', '', received_on, received_on, '', '', '' FROM casework_case
    WHERE clock_state = 'suspended'""",
]


def fill(cases: int) -> None:
    """Make a district with its organs and staff, ``cases`` cases around them, and their facts."""
    from django.db import connection

    from casework.acts import facts
    from casework.law import stages
    from casework.lawbook import working_calendar
    from workflow.demo import district
    from workflow.flows import node
    from workflow.models import Round, Step

    district.build()
    said, calendar = DIALECTS[connection.vendor], working_calendar()

    def path(name: str) -> str:
        return str(Step._meta.get_field("flow_task").get_prep_value(node(name)))

    flow = str(Round._meta.get_field("flow_class").get_prep_value(node("draft").flow_class))
    with connection.cursor() as cursor:
        for statement in PREPARE:
            cursor.execute(statement.format(numbers=said["numbers"].format(cases=cases)))
        for at in range(DAYS):
            received = calendar.nth_working_day_before(TODAY, at + 1)
            due = calendar.nth_working_day_after(received, 20)
            stage = stages.stage_due(received, ("draft",), calendar)
            cursor.execute("INSERT INTO day_at VALUES (%s, %s, %s, %s)", [at, received, due, stage])
        for at, (name, status, clock) in enumerate(SHAPES):
            cursor.execute("INSERT INTO shape_at VALUES (%s, %s, %s, %s)", [at, path(name), status, clock])
        cursor.execute("ANALYZE shape_at" if connection.vendor == "postgresql" else "ANALYZE")
        late = CLOSED["late"].format(**said)
        cursor.execute(CASES.format(**said | CLOSED | {"late": late}) + TO_CLOSED)
        cursor.execute(CASES.format(**said | OPEN) + TO_OPEN)
        for statement in AROUND:
            cursor.execute(statement.format(**said, flow=flow, archive=path("archive")))
    facts.rebuild()
    with connection.cursor() as cursor:  # as autovacuum does to tables that rest
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
