"""The nouns.

Two-step rule: a column is first left unused by the code, and removed one release later.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from notifier.kit import db

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "audit_entries",
        sa.Column("hub_id", sa.Integer(), nullable=True),
        sa.Column("at", db.Moment(), nullable=False),
        sa.Column("actor_kind", sa.String(length=16), nullable=False),
        sa.Column("actor_id", sa.String(length=64), nullable=False),
        sa.Column("actor_label", sa.String(length=200), nullable=False),
        sa.Column("verb", sa.String(length=64), nullable=False),
        sa.Column("subject_kind", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index("ix_audit_entries_at", "audit_entries", ["hub_id", "at"], unique=False)
    op.create_index(
        "ix_audit_entries_subject",
        "audit_entries",
        ["hub_id", "subject_kind", "subject_id", "id"],
        unique=False,
    )
    op.create_table(
        "caps",
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("window_starts_at", db.Moment(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caps")),
        sa.UniqueConstraint(
            "purpose",
            "key_hash",
            "window_starts_at",
            name=op.f("uq_caps_purpose_key_hash_window_starts_at"),
        ),
    )
    op.create_table(
        "heartbeats",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("at", db.Moment(), nullable=False),
        sa.Column("alerted_at", db.Moment(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heartbeats")),
        sa.UniqueConstraint("name", name=op.f("uq_heartbeats_name")),
    )
    op.create_table(
        "hubs",
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("ward_code", sa.String(length=6), nullable=False),
        sa.Column("timezone", sa.String(length=40), nullable=False),
        sa.Column("created_at", db.Moment(), nullable=False),
        sa.Column("is_practice", sa.Boolean(), nullable=False),
        sa.Column("mail_from", sa.String(length=254), nullable=False),
        sa.Column("mail_from_name", sa.String(length=100), nullable=False),
        sa.Column("postal_address", sa.String(length=200), nullable=False),
        sa.Column("mail_submissions", sa.String(length=254), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("schedule_weekly", sa.String(length=20), nullable=False),
        sa.Column("rest_days", sa.JSON(), nullable=False),
        sa.Column("undo_minutes", sa.Integer(), nullable=False),
        sa.Column("freshness_minutes", sa.Integer(), nullable=False),
        sa.Column("window_open", sa.String(length=5), nullable=False),
        sa.Column("window_close", sa.String(length=5), nullable=False),
        sa.Column("open_days", sa.String(length=40), nullable=False),
        sa.Column("second_person", sa.Boolean(), nullable=False),
        sa.Column("most_tellings", sa.Integer(), nullable=False),
        sa.Column("may_approve_own", sa.Boolean(), nullable=False),
        sa.Column("line_plan", sa.String(length=20), nullable=False),
        sa.Column("line_rate", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hubs")),
        sa.UniqueConstraint("slug", name=op.f("uq_hubs_slug")),
    )
    op.create_table(
        "staff",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("password_hash", sa.String(length=300), nullable=False),
        sa.Column("session_version", sa.Integer(), nullable=False),
        sa.Column("created_at", db.Moment(), nullable=False),
        sa.Column("last_sign_in_at", db.Moment(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_email")),
    )
    op.create_table(
        "distribution_places",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("folded_name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("district_key", sa.String(length=40), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", db.Moment(), nullable=False),
        sa.Column("ended_at", db.Moment(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hub_id"], ["hubs.id"], name=op.f("fk_distribution_places_hub_id_hubs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distribution_places")),
        sa.UniqueConstraint(
            "hub_id", "folded_name", name=op.f("uq_distribution_places_hub_id_folded_name")
        ),
    )
    op.create_table(
        "districts",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_districts_hub_id_hubs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_districts")),
        sa.UniqueConstraint("hub_id", "key", name=op.f("uq_districts_hub_id_key")),
    )
    op.create_table(
        "editions",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "approved",
                "dispatching",
                "sent",
                "stopped",
                "blocked",
                "missed",
                "held",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("greeting", sa.Text(), nullable=False),
        sa.Column("voices", sa.JSON(), nullable=False),
        sa.Column("composed_at", db.Moment(), nullable=False),
        sa.Column("approved_at", db.Moment(), nullable=True),
        sa.Column("approved_by", sa.String(length=200), nullable=False),
        sa.Column("approved_by_key", sa.String(length=80), nullable=False),
        sa.Column("is_off_schedule", sa.Boolean(), nullable=False),
        sa.Column("second_by", sa.String(length=200), nullable=False),
        sa.Column("second_by_key", sa.String(length=80), nullable=False),
        sa.Column("second_at", db.Moment(), nullable=True),
        sa.Column("send_at", db.Moment(), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("dispatched_at", db.Moment(), nullable=True),
        sa.Column("sent_at", db.Moment(), nullable=True),
        sa.Column("stopped_at", db.Moment(), nullable=True),
        sa.Column("stopped_by", sa.String(length=200), nullable=False),
        sa.Column("closed_at", db.Moment(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_key", sa.String(length=24), nullable=False),
        sa.Column("copies_printed", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_editions_hub_id_hubs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
        sa.UniqueConstraint(
            "hub_id", "kind", "on", "topic", name=op.f("uq_editions_hub_id_kind_on_topic")
        ),
    )
    op.create_index("ix_editions_due", "editions", ["state", "send_at"], unique=False)
    op.create_table(
        "figure_snapshots",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("ids", sa.JSON(), nullable=False),
        sa.Column("measured_at", db.Moment(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hub_id"], ["hubs.id"], name=op.f("fk_figure_snapshots_hub_id_hubs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_snapshots")),
        sa.UniqueConstraint(
            "hub_id",
            "key",
            "part",
            "period",
            name=op.f("uq_figure_snapshots_hub_id_key_part_period"),
        ),
    )
    op.create_table(
        "groups",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("folded_name", sa.String(length=100), nullable=False),
        sa.Column("district_key", sa.String(length=40), nullable=False),
        sa.Column("is_trusted", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", db.Moment(), nullable=False),
        sa.Column("ended_at", db.Moment(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_groups_hub_id_hubs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
        sa.UniqueConstraint("hub_id", "key", name=op.f("uq_groups_hub_id_key")),
    )
    op.create_index(op.f("ix_groups_folded_name"), "groups", ["folded_name"], unique=False)
    op.create_table(
        "invitations",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "volunteer",
                "editor",
                "publisher",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", db.Moment(), nullable=False),
        sa.Column("expires_at", db.Moment(), nullable=False),
        sa.Column("used_at", db.Moment(), nullable=True),
        sa.Column("revoked_at", db.Moment(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_invitations_hub_id_hubs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_table(
        "line_channels",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "readers",
                "groups",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("channel_id", sa.String(length=40), nullable=False),
        sa.Column("sealed_secret", sa.Text(), nullable=False),
        sa.Column("sealed_old_secret", sa.Text(), nullable=False),
        sa.Column("bot_user_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_line_channels_hub_id_hubs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_channels")),
        sa.UniqueConstraint("hub_id", "purpose", name=op.f("uq_line_channels_hub_id_purpose")),
    )
    op.create_index("ix_line_channels_channel_id", "line_channels", ["channel_id"], unique=True)
    op.create_table(
        "line_days",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("asked_at", db.Moment(), nullable=False),
        sa.Column("delivered", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_line_days_hub_id_hubs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_days")),
        sa.UniqueConstraint("hub_id", "on", "kind", name=op.f("uq_line_days_hub_id_on_kind")),
    )
    op.create_table(
        "line_looks",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("looked_at", db.Moment(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("allowed", sa.Integer(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_line_looks_hub_id_hubs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_looks")),
        sa.UniqueConstraint("hub_id", name=op.f("uq_line_looks_hub_id")),
    )
    op.create_table(
        "mail_domains",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(length=255), nullable=False),
        sa.Column("strikes", sa.Integer(), nullable=False),
        sa.Column("paused_until", db.Moment(), nullable=False),
        sa.Column("updated_at", db.Moment(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_mail_domains_hub_id_hubs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_domains")),
        sa.UniqueConstraint("hub_id", "domain", name=op.f("uq_mail_domains_hub_id_domain")),
    )
    op.create_table(
        "memberships",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "volunteer",
                "editor",
                "publisher",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("created_at", db.Moment(), nullable=False),
        sa.Column("ended_at", db.Moment(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_memberships_hub_id_hubs")),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_memberships_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint("hub_id", "staff_id", name=op.f("uq_memberships_hub_id_staff_id")),
    )
    op.create_table(
        "places",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("folded_name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("district_key", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", db.Moment(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_places_hub_id_hubs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
        sa.UniqueConstraint("hub_id", "key", name=op.f("uq_places_hub_id_key")),
    )
    op.create_index(op.f("ix_places_folded_name"), "places", ["folded_name"], unique=False)
    op.create_table(
        "posting_criteria",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("wording", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hub_id"], ["hubs.id"], name=op.f("fk_posting_criteria_hub_id_hubs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_criteria")),
        sa.UniqueConstraint("hub_id", "key", name=op.f("uq_posting_criteria_hub_id_key")),
    )
    op.create_table(
        "preference_profiles",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("districts", sa.JSON(), nullable=False),
        sa.Column("birth_months", sa.JSON(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hub_id"], ["hubs.id"], name=op.f("fk_preference_profiles_hub_id_hubs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preference_profiles")),
        sa.UniqueConstraint("hub_id", "key", name=op.f("uq_preference_profiles_hub_id_key")),
    )
    op.create_table(
        "reader_link_keys",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("sealed_key", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hub_id"], ["hubs.id"], name=op.f("fk_reader_link_keys_hub_id_hubs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reader_link_keys")),
        sa.UniqueConstraint("hub_id", name=op.f("uq_reader_link_keys_hub_id")),
    )
    op.create_table(
        "suppressed_addresses",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", db.Moment(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hub_id"], ["hubs.id"], name=op.f("fk_suppressed_addresses_hub_id_hubs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppressed_addresses")),
        sa.UniqueConstraint(
            "hub_id",
            "channel",
            "address_hash",
            name=op.f("uq_suppressed_addresses_hub_id_channel_address_hash"),
        ),
    )
    op.create_table(
        "typed_figures",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("typed_by", sa.String(length=200), nullable=False),
        sa.Column("typed_at", db.Moment(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_typed_figures_hub_id_hubs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_typed_figures")),
        sa.UniqueConstraint(
            "hub_id", "key", "period", name=op.f("uq_typed_figures_hub_id_key_period")
        ),
    )
    op.create_table(
        "contacts",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("fax", sa.String(length=40), nullable=False),
        sa.Column("created_at", db.Moment(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_contacts_group_id_groups")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_contacts_hub_id_hubs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index(op.f("ix_contacts_email"), "contacts", ["email"], unique=False)
    op.create_table(
        "content_groups",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("listing_ids", sa.JSON(), nullable=False),
        sa.Column("line_messages", sa.Text(), nullable=False),
        sa.Column("mail_subject", sa.String(length=300), nullable=False),
        sa.Column("text_fragments", sa.JSON(), nullable=False),
        sa.Column("html_fragments", sa.JSON(), nullable=False),
        sa.Column("created_at", db.Moment(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_content_groups_edition_id_editions")
        ),
        sa.ForeignKeyConstraint(
            ["hub_id"], ["hubs.id"], name=op.f("fk_content_groups_hub_id_hubs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_groups")),
        sa.UniqueConstraint(
            "edition_id", "signature", name=op.f("uq_content_groups_edition_id_signature")
        ),
    )
    op.create_table(
        "delivery_counts",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sending",
                "sent",
                "failed",
                "bounced",
                "suppressed",
                "unknown",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first_sent_at", db.Moment(), nullable=True),
        sa.Column("last_sent_at", db.Moment(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_delivery_counts_edition_id_editions")
        ),
        sa.ForeignKeyConstraint(
            ["hub_id"], ["hubs.id"], name=op.f("fk_delivery_counts_hub_id_hubs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_counts")),
        sa.UniqueConstraint(
            "edition_id",
            "channel",
            "state",
            "on",
            name=op.f("uq_delivery_counts_edition_id_channel_state_on"),
        ),
    )
    op.create_index("ix_delivery_counts_hub", "delivery_counts", ["hub_id", "on"], unique=False)
    op.create_table(
        "edition_costs",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("print_yen", sa.Integer(), nullable=False),
        sa.Column("delivery_yen", sa.Integer(), nullable=False),
        sa.Column("staff_minutes", sa.Integer(), nullable=False),
        sa.Column("hour_yen", sa.Integer(), nullable=False),
        sa.Column("fee_yen", sa.Integer(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("typed_by", sa.String(length=200), nullable=False),
        sa.Column("typed_at", db.Moment(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_edition_costs_edition_id_editions")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_edition_costs_hub_id_hubs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_costs")),
        sa.UniqueConstraint(
            "hub_id", "edition_id", name=op.f("uq_edition_costs_hub_id_edition_id")
        ),
    )
    op.create_table(
        "feeds",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("etag", sa.String(length=300), nullable=False),
        sa.Column("last_modified", sa.String(length=100), nullable=False),
        sa.Column("next_poll_at", db.Moment(), nullable=False),
        sa.Column("last_polled_at", db.Moment(), nullable=True),
        sa.Column("last_success_at", db.Moment(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", db.Moment(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_feeds_group_id_groups")),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_feeds_hub_id_hubs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
        sa.UniqueConstraint("hub_id", "key", name=op.f("uq_feeds_hub_id_key")),
    )
    op.create_index("ix_feeds_due", "feeds", ["is_active", "next_poll_at"], unique=False)
    op.create_table(
        "fragments",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_fragments_edition_id_editions")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_fragments_hub_id_hubs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fragments")),
        sa.UniqueConstraint("edition_id", "digest", name=op.f("uq_fragments_edition_id_digest")),
    )
    op.create_table(
        "inbox_events",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("line_channel_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", db.Moment(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "handled",
                "failed",
                "ignored",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("handled_at", db.Moment(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_inbox_events_hub_id_hubs")),
        sa.ForeignKeyConstraint(
            ["line_channel_id"],
            ["line_channels.id"],
            name=op.f("fk_inbox_events_line_channel_id_line_channels"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_events")),
        sa.UniqueConstraint(
            "hub_id", "source", "event_id", name=op.f("uq_inbox_events_hub_id_source_event_id")
        ),
    )
    op.create_index("ix_inbox_events_state", "inbox_events", ["state", "id"], unique=False)
    op.create_table(
        "insight_looks",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("asked_at", db.Moment(), nullable=False),
        sa.Column("answered_at", db.Moment(), nullable=True),
        sa.Column("saw", sa.Integer(), nullable=True),
        sa.Column("tapped", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_insight_looks_edition_id_editions")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_insight_looks_hub_id_hubs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insight_looks")),
        sa.UniqueConstraint("edition_id", "day", name=op.f("uq_insight_looks_edition_id_day")),
    )
    op.create_table(
        "line_codes",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", db.Moment(), nullable=False),
        sa.Column("expires_at", db.Moment(), nullable=False),
        sa.Column("used_at", db.Moment(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_line_codes_group_id_groups")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_line_codes_hub_id_hubs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_codes")),
    )
    op.create_index("ix_line_codes_hash", "line_codes", ["hub_id", "code_hash"], unique=True)
    op.create_table(
        "line_senders",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("line_channel_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("created_at", db.Moment(), nullable=False),
        sa.Column("connected_at", db.Moment(), nullable=True),
        sa.Column("blocked_at", db.Moment(), nullable=True),
        sa.Column("last_event_at", db.Moment(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_line_senders_group_id_groups")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_line_senders_hub_id_hubs")),
        sa.ForeignKeyConstraint(
            ["line_channel_id"],
            ["line_channels.id"],
            name=op.f("fk_line_senders_line_channel_id_line_channels"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_senders")),
        sa.UniqueConstraint(
            "hub_id",
            "line_channel_id",
            "user_id",
            name=op.f("uq_line_senders_hub_id_line_channel_id_user_id"),
        ),
    )
    op.create_index(op.f("ix_line_senders_group_id"), "line_senders", ["group_id"], unique=False)
    op.create_table(
        "opinions",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("received_at", db.Moment(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "themed",
                "answered",
                "published",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("themed_at", db.Moment(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("is_adopted", sa.Boolean(), nullable=False),
        sa.Column("answered_at", db.Moment(), nullable=True),
        sa.Column("answered_by", sa.String(length=200), nullable=False),
        sa.Column("published_at", db.Moment(), nullable=True),
        sa.Column("published_by", sa.String(length=200), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column("erased_at", db.Moment(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_opinions_edition_id_editions")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_opinions_hub_id_hubs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinions")),
    )
    op.create_index("ix_opinions_state", "opinions", ["hub_id", "state", "id"], unique=False)
    op.create_table(
        "outbox_messages",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("line_channel_id", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("dedupe_key", sa.String(length=120), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sending",
                "sent",
                "failed",
                "unknown",
                "held",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("created_at", db.Moment(), nullable=False),
        sa.Column("due_at", db.Moment(), nullable=False),
        sa.Column("expires_at", db.Moment(), nullable=True),
        sa.Column("lease_until", db.Moment(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retry_key", sa.String(length=36), nullable=False),
        sa.Column("sent_at", db.Moment(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hub_id"], ["hubs.id"], name=op.f("fk_outbox_messages_hub_id_hubs")
        ),
        sa.ForeignKeyConstraint(
            ["line_channel_id"],
            ["line_channels.id"],
            name=op.f("fk_outbox_messages_line_channel_id_line_channels"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_messages")),
        sa.UniqueConstraint(
            "hub_id", "dedupe_key", name=op.f("uq_outbox_messages_hub_id_dedupe_key")
        ),
    )
    op.create_index("ix_outbox_messages_due", "outbox_messages", ["state", "due_at"], unique=False)
    op.create_table(
        "place_spellings",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("folded_name", sa.String(length=120), nullable=False),
        sa.Column("created_at", db.Moment(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hub_id"], ["hubs.id"], name=op.f("fk_place_spellings_hub_id_hubs")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name=op.f("fk_place_spellings_place_id_places")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_spellings")),
        sa.UniqueConstraint(
            "hub_id", "folded_name", name=op.f("uq_place_spellings_hub_id_folded_name")
        ),
    )
    op.create_index(
        op.f("ix_place_spellings_place_id"), "place_spellings", ["place_id"], unique=False
    )
    op.create_table(
        "placements",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("placed_on", sa.Date(), nullable=True),
        sa.Column("left_over", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("noted_at", db.Moment(), nullable=False),
        sa.Column("noted_by", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_placements_edition_id_editions")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_placements_hub_id_hubs")),
        sa.ForeignKeyConstraint(
            ["place_id"],
            ["distribution_places.id"],
            name=op.f("fk_placements_place_id_distribution_places"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placements")),
        sa.UniqueConstraint(
            "edition_id", "place_id", name=op.f("uq_placements_edition_id_place_id")
        ),
    )
    op.create_index(op.f("ix_placements_place_id"), "placements", ["place_id"], unique=False)
    op.create_table(
        "quota_decisions",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column(
            "choice",
            sa.Enum(
                "fewer",
                "mail",
                "rest",
                "plan",
                name="choice",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("line_messages", sa.Integer(), nullable=True),
        sa.Column("passed_over", sa.Integer(), nullable=False),
        sa.Column("rest_days", sa.JSON(), nullable=False),
        sa.Column("plan", sa.String(length=20), nullable=False),
        sa.Column("decided_at", db.Moment(), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_by_key", sa.String(length=80), nullable=False),
        sa.Column("undone_at", db.Moment(), nullable=True),
        sa.Column("undone_by", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_quota_decisions_edition_id_editions")
        ),
        sa.ForeignKeyConstraint(
            ["hub_id"], ["hubs.id"], name=op.f("fk_quota_decisions_hub_id_hubs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota_decisions")),
    )
    op.create_index(
        "uq_quota_decisions_standing",
        "quota_decisions",
        ["edition_id"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_table(
        "review_links",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("seen_at", db.Moment(), nullable=True),
        sa.Column("created_at", db.Moment(), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("expires_at", db.Moment(), nullable=False),
        sa.Column("revoked_at", db.Moment(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_review_links_edition_id_editions")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_review_links_hub_id_hubs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_review_links_token_hash")),
    )
    op.create_index(
        op.f("ix_review_links_edition_id"), "review_links", ["edition_id"], unique=False
    )
    op.create_table(
        "subscribers",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "active",
                "paused",
                "ended",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("preferred_channel", sa.String(length=16), nullable=False),
        sa.Column("paused_until", db.Moment(), nullable=True),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("link_salt", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("created_at", db.Moment(), nullable=False),
        sa.Column("ended_at", db.Moment(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_subscribers_hub_id_hubs")),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["preference_profiles.id"],
            name=op.f("fk_subscribers_profile_id_preference_profiles"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscribers")),
    )
    op.create_index(
        "ix_subscribers_matching", "subscribers", ["hub_id", "state", "profile_id"], unique=False
    )
    op.create_index(
        "ix_subscribers_resting",
        "subscribers",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state <> 'active'"),
        postgresql_where=sa.text("state <> 'active'"),
    )
    op.create_table(
        "table_imports",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("original", sa.LargeBinary(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "uploaded",
                "done",
                "discarded",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("created_at", db.Moment(), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_table_imports_group_id_groups")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_table_imports_hub_id_hubs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_imports")),
    )
    op.create_table(
        "addresses",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "unconfirmed",
                "active",
                "suspended",
                "blocked",
                "unsubscribed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("confirm_hash", sa.String(length=64), nullable=False),
        sa.Column("confirm_expires_at", db.Moment(), nullable=True),
        sa.Column("pending_profile_id", sa.Integer(), nullable=True),
        sa.Column("created_at", db.Moment(), nullable=False),
        sa.Column("confirmed_at", db.Moment(), nullable=True),
        sa.Column("ended_at", db.Moment(), nullable=True),
        sa.Column("last_event_at", db.Moment(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_addresses_hub_id_hubs")),
        sa.ForeignKeyConstraint(
            ["pending_profile_id"],
            ["preference_profiles.id"],
            name=op.f("fk_addresses_pending_profile_id_preference_profiles"),
        ),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_addresses_subscriber_id_subscribers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
        sa.UniqueConstraint(
            "hub_id", "channel", "address", name=op.f("uq_addresses_hub_id_channel_address")
        ),
    )
    op.create_index(
        "ix_addresses_confirm_expires_at",
        "addresses",
        ["confirm_expires_at"],
        unique=False,
        sqlite_where=sa.text("confirm_expires_at IS NOT NULL"),
        postgresql_where=sa.text("confirm_expires_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_addresses_confirm_hash"), "addresses", ["confirm_hash"], unique=False)
    op.create_index(
        "ix_addresses_ended_at",
        "addresses",
        ["ended_at"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NOT NULL"),
        postgresql_where=sa.text("ended_at IS NOT NULL"),
    )
    op.create_index(
        "ix_addresses_subscriber", "addresses", ["subscriber_id", "channel", "state"], unique=False
    )
    op.create_table(
        "batches",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("content_group_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "planned",
                "claimed",
                "retry",
                "done",
                "quota_blocked",
                "rejected",
                "unknown",
                "stopped",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("retry_key", sa.String(length=36), nullable=False),
        sa.Column("unit", sa.String(length=30), nullable=False),
        sa.Column("request_sha256", sa.String(length=64), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("is_in_doubt", sa.Boolean(), nullable=False),
        sa.Column("first_attempt_at", db.Moment(), nullable=True),
        sa.Column("next_try_at", db.Moment(), nullable=True),
        sa.Column("claimed_by", sa.String(length=80), nullable=False),
        sa.Column("lease_until", db.Moment(), nullable=True),
        sa.Column("rung_at", db.Moment(), nullable=True),
        sa.Column("request_id", sa.String(length=80), nullable=False),
        sa.Column("journal", sa.String(length=40), nullable=False),
        sa.Column("done_at", db.Moment(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_key", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["content_group_id"],
            ["content_groups.id"],
            name=op.f("fk_batches_content_group_id_content_groups"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_batches_edition_id_editions")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_batches_hub_id_hubs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
        sa.UniqueConstraint(
            "edition_id",
            "channel",
            "content_group_id",
            "number",
            name=op.f("uq_batches_edition_id_channel_content_group_id_number"),
        ),
    )
    op.create_index("ix_batches_due", "batches", ["state", "next_try_at"], unique=False)
    op.create_index(
        "uq_batches_mixed",
        "batches",
        ["edition_id", "channel", "number"],
        unique=True,
        sqlite_where=sa.text("content_group_id IS NULL"),
        postgresql_where=sa.text("content_group_id IS NULL"),
    )
    op.create_table(
        "content_group_profiles",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("content_group_id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["content_group_id"],
            ["content_groups.id"],
            name=op.f("fk_content_group_profiles_content_group_id_content_groups"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["editions.id"],
            name=op.f("fk_content_group_profiles_edition_id_editions"),
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["preference_profiles.id"],
            name=op.f("fk_content_group_profiles_profile_id_preference_profiles"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_group_profiles")),
        sa.UniqueConstraint(
            "edition_id",
            "profile_id",
            "mark",
            name=op.f("uq_content_group_profiles_edition_id_profile_id_mark"),
        ),
    )
    op.create_index(
        op.f("ix_content_group_profiles_content_group_id"),
        "content_group_profiles",
        ["content_group_id"],
        unique=False,
    )
    op.create_table(
        "feed_items",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(length=60), nullable=False),
        sa.Column("likeness", sa.String(length=60), nullable=False),
        sa.Column("content_hash", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("first_seen_at", db.Moment(), nullable=False),
        sa.Column("last_seen_at", db.Moment(), nullable=False),
        sa.Column("vanished_at", db.Moment(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feeds.id"], name=op.f("fk_feed_items_feed_id_feeds")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_feed_items_hub_id_hubs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_items")),
        sa.UniqueConstraint(
            "feed_id",
            "hub_id",
            "external_id",
            name=op.f("uq_feed_items_feed_id_hub_id_external_id"),
        ),
    )
    op.create_table(
        "passed_over",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("at", db.Moment(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_passed_over_edition_id_editions")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_passed_over_hub_id_hubs")),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_passed_over_subscriber_id_subscribers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passed_over")),
        sa.UniqueConstraint(
            "edition_id", "subscriber_id", name=op.f("uq_passed_over_edition_id_subscriber_id")
        ),
    )
    op.create_index(
        "ix_passed_over_subscriber", "passed_over", ["subscriber_id", "edition_id"], unique=False
    )
    op.create_table(
        "review_approvals",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("approved_at", db.Moment(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_review_approvals_edition_id_editions")
        ),
        sa.ForeignKeyConstraint(
            ["hub_id"], ["hubs.id"], name=op.f("fk_review_approvals_hub_id_hubs")
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["review_links.id"], name=op.f("fk_review_approvals_link_id_review_links")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_approvals")),
    )
    op.create_index(
        op.f("ix_review_approvals_edition_id"), "review_approvals", ["edition_id"], unique=False
    )
    op.create_table(
        "submissions",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("external_id", sa.String(length=120), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("is_verified_sender", sa.Boolean(), nullable=False),
        sa.Column("submitter_email", sa.String(length=254), nullable=False),
        sa.Column("line_sender_id", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("corrects_listing_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("original", sa.JSON(), nullable=False),
        sa.Column("draft_json", sa.JSON(), nullable=False),
        sa.Column("received_at", db.Moment(), nullable=False),
        sa.Column("received_by", sa.String(length=200), nullable=False),
        sa.Column("received_by_key", sa.String(length=80), nullable=False),
        sa.Column("withdrawn_at", db.Moment(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_submissions_group_id_groups")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_submissions_hub_id_hubs")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["table_imports.id"], name=op.f("fk_submissions_import_id_table_imports")
        ),
        sa.ForeignKeyConstraint(
            ["line_sender_id"],
            ["line_senders.id"],
            name=op.f("fk_submissions_line_sender_id_line_senders"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint(
            "hub_id",
            "source",
            "external_id",
            "revision",
            name=op.f("uq_submissions_hub_id_source_external_id_revision"),
        ),
    )
    op.create_index(
        op.f("ix_submissions_corrects_listing_id"),
        "submissions",
        ["corrects_listing_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_submissions_line_sender_id"), "submissions", ["line_sender_id"], unique=False
    )
    op.create_index(
        "ix_submissions_received", "submissions", ["hub_id", "received_at"], unique=False
    )
    op.create_index(
        op.f("ix_submissions_submitter_email"), "submissions", ["submitter_email"], unique=False
    )
    op.create_table(
        "submitter_links",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("line_sender_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", db.Moment(), nullable=False),
        sa.Column("expires_at", db.Moment(), nullable=False),
        sa.Column("last_used_at", db.Moment(), nullable=True),
        sa.Column("revoked_at", db.Moment(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hub_id"], ["hubs.id"], name=op.f("fk_submitter_links_hub_id_hubs")
        ),
        sa.ForeignKeyConstraint(
            ["line_sender_id"],
            ["line_senders.id"],
            name=op.f("fk_submitter_links_line_sender_id_line_senders"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submitter_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_submitter_links_token_hash")),
    )
    op.create_index(
        "ix_submitter_links_email", "submitter_links", ["hub_id", "email"], unique=False
    )
    op.create_table(
        "attachments",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", db.Moment(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_attachments_hub_id_hubs")),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_attachments_submission_id_submissions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    op.create_table(
        "consents",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("address_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("is_given", sa.Boolean(), nullable=False),
        sa.Column("at", db.Moment(), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("wording_version", sa.String(length=20), nullable=False),
        sa.Column("how", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["address_id"], ["addresses.id"], name=op.f("fk_consents_address_id_addresses")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_consents_hub_id_hubs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index("ix_consents_address", "consents", ["address_id", "at"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("address_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("content_group_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sending",
                "sent",
                "failed",
                "bounced",
                "suppressed",
                "unknown",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "is_missed",
            sa.Boolean(),
            sa.Computed("state IN ('bounced', 'failed', 'suppressed')", persisted=True),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_key", sa.String(length=32), nullable=False),
        sa.Column("planned_at", db.Moment(), nullable=False),
        sa.Column("sent_at", db.Moment(), nullable=True),
        sa.Column("updated_at", db.Moment(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["address_id"], ["addresses.id"], name=op.f("fk_deliveries_address_id_addresses")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batches.id"], name=op.f("fk_deliveries_batch_id_batches")
        ),
        sa.ForeignKeyConstraint(
            ["content_group_id"],
            ["content_groups.id"],
            name=op.f("fk_deliveries_content_group_id_content_groups"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_deliveries_edition_id_editions")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_deliveries_hub_id_hubs")),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_deliveries_subscriber_id_subscribers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint(
            "edition_id",
            "subscriber_id",
            "channel",
            name=op.f("uq_deliveries_edition_id_subscriber_id_channel"),
        ),
        postgresql_with={"fillfactor": 50},
    )
    op.create_index("ix_deliveries_batch", "deliveries", ["batch_id"], unique=False)
    op.create_index(
        "ix_deliveries_not_reached",
        "deliveries",
        ["edition_id"],
        unique=False,
        sqlite_where=sa.text("is_missed"),
        postgresql_where=sa.text("is_missed"),
    )
    op.create_index(
        "uq_deliveries_once",
        "deliveries",
        ["edition_id", "subscriber_id"],
        unique=True,
        sqlite_where=sa.text("NOT is_missed"),
        postgresql_where=sa.text("NOT is_missed"),
    )
    op.create_table(
        "listings",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "event",
                "information",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "published",
                "cancelled",
                "ended",
                "withdrawn",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("title_kana", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("organiser", sa.String(length=200), nullable=False),
        sa.Column("when_text", sa.Text(), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=True),
        sa.Column("place_name", sa.String(length=200), nullable=False),
        sa.Column("place_address", sa.String(length=200), nullable=False),
        sa.Column("district_keys", sa.JSON(), nullable=False),
        sa.Column("audience_text", sa.Text(), nullable=False),
        sa.Column("min_months", sa.Integer(), nullable=True),
        sa.Column("max_months", sa.Integer(), nullable=True),
        sa.Column("audiences", sa.JSON(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("fee_text", sa.Text(), nullable=False),
        sa.Column("fee_yen", sa.Integer(), nullable=True),
        sa.Column("capacity_text", sa.Text(), nullable=False),
        sa.Column("apply_text", sa.Text(), nullable=False),
        sa.Column("apply_by_at", db.Moment(), nullable=True),
        sa.Column("bring_text", sa.Text(), nullable=False),
        sa.Column("weather_text", sa.Text(), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("contact_public", sa.Text(), nullable=False),
        sa.Column("outlets", sa.JSON(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("published_at", db.Moment(), nullable=False),
        sa.Column("published_by", sa.String(length=200), nullable=False),
        sa.Column("updated_at", db.Moment(), nullable=False),
        sa.Column("cancelled_at", db.Moment(), nullable=True),
        sa.Column("ended_at", db.Moment(), nullable=True),
        sa.Column("withdrawn_at", db.Moment(), nullable=True),
        sa.Column("status_reason", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_listings_group_id_groups")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_listings_hub_id_hubs")),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_listings_submission_id_submissions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listings")),
        sa.UniqueConstraint(
            "hub_id", "submission_id", name=op.f("uq_listings_hub_id_submission_id")
        ),
    )
    op.create_index("ix_listings_published", "listings", ["hub_id", "published_at"], unique=False)
    op.create_index("ix_listings_status", "listings", ["hub_id", "status"], unique=False)
    op.create_table(
        "submission_questions",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("asked_at", db.Moment(), nullable=False),
        sa.Column("is_prompt", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", db.Moment(), nullable=True),
        sa.Column("closed_at", db.Moment(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hub_id"], ["hubs.id"], name=op.f("fk_submission_questions_hub_id_hubs")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_submission_questions_submission_id_submissions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_questions")),
    )
    op.create_index(
        op.f("ix_submission_questions_submission_id"),
        "submission_questions",
        ["submission_id"],
        unique=False,
    )
    op.create_table(
        "cases",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "asked",
                "held",
                "approved",
                "rejected",
                "merged",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("draft_json", sa.JSON(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("first_at", db.Moment(), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("likeness", sa.JSON(), nullable=False),
        sa.Column("opened_at", db.Moment(), nullable=False),
        sa.Column("decided_at", db.Moment(), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("is_replaced", sa.Boolean(), nullable=False),
        sa.Column("asked_at", db.Moment(), nullable=True),
        sa.Column("held_at", db.Moment(), nullable=True),
        sa.Column("corrects_listing_id", sa.Integer(), nullable=True),
        sa.Column("replaced_json", sa.JSON(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignee_id"], ["staff.id"], name=op.f("fk_cases_assignee_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_listing_id"],
            ["listings.id"],
            name=op.f("fk_cases_corrects_listing_id_listings"),
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_cases_hub_id_hubs")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_cases_listing_id_listings")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["cases.id"], name=op.f("fk_cases_merged_into_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_cases_submission_id_submissions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_cases_submission_id")),
    )
    op.create_index("ix_cases_first_on", "cases", ["hub_id", "first_on", "id"], unique=False)
    op.create_index("ix_cases_state", "cases", ["hub_id", "state", "first_at"], unique=False)
    op.create_table(
        "content_group_items",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("content_group_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["content_group_id"],
            ["content_groups.id"],
            name=op.f("fk_content_group_items_content_group_id_content_groups"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_content_group_items_edition_id_editions")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_content_group_items_listing_id_listings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_group_items")),
        sa.UniqueConstraint(
            "content_group_id",
            "listing_id",
            name=op.f("uq_content_group_items_content_group_id_listing_id"),
        ),
    )
    op.create_index(
        "ix_content_group_items_listing",
        "content_group_items",
        ["listing_id", "edition_id"],
        unique=False,
    )
    op.create_table(
        "edition_items",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_dropped", sa.Boolean(), nullable=False),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("print_title", sa.String(length=100), nullable=False),
        sa.Column("print_body", sa.Text(), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=True),
        sa.Column("struck_at", db.Moment(), nullable=True),
        sa.Column("struck_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_edition_items_edition_id_editions")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_edition_items_hub_id_hubs")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_edition_items_listing_id_listings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_items")),
        sa.UniqueConstraint(
            "edition_id", "listing_id", name=op.f("uq_edition_items_edition_id_listing_id")
        ),
    )
    op.create_table(
        "feedback_counts",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hub_id"], ["hubs.id"], name=op.f("fk_feedback_counts_hub_id_hubs")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_feedback_counts_listing_id_listings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_counts")),
        sa.UniqueConstraint(
            "listing_id", "answer", "on", name=op.f("uq_feedback_counts_listing_id_answer_on")
        ),
    )
    op.create_table(
        "line_parts",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("line_sender_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("set_id", sa.String(length=120), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "kept",
                "lost",
                "erased",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", db.Moment(), nullable=True),
        sa.Column("lease_until", db.Moment(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", db.Moment(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachments.id"],
            name=op.f("fk_line_parts_attachment_id_attachments"),
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_line_parts_hub_id_hubs")),
        sa.ForeignKeyConstraint(
            ["line_sender_id"],
            ["line_senders.id"],
            name=op.f("fk_line_parts_line_sender_id_line_senders"),
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["submission_questions.id"],
            name=op.f("fk_line_parts_question_id_submission_questions"),
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_line_parts_submission_id_submissions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_parts")),
        sa.UniqueConstraint("hub_id", "message_id", name=op.f("uq_line_parts_hub_id_message_id")),
    )
    op.create_index("ix_line_parts_due", "line_parts", ["state", "due_at"], unique=False)
    op.create_index("ix_line_parts_sender", "line_parts", ["line_sender_id", "id"], unique=False)
    op.create_index(
        op.f("ix_line_parts_submission_id"), "line_parts", ["submission_id"], unique=False
    )
    op.create_table(
        "link_taps",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_link_taps_edition_id_editions")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_link_taps_hub_id_hubs")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_link_taps_listing_id_listings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_taps")),
        sa.UniqueConstraint(
            "edition_id",
            "listing_id",
            "channel",
            "on",
            name=op.f("uq_link_taps_edition_id_listing_id_channel_on"),
        ),
    )
    op.create_table(
        "links",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("target", sa.String(length=16), nullable=False),
        sa.Column("url", sa.String(length=1200), nullable=False),
        sa.Column("created_at", db.Moment(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_links_edition_id_editions")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_links_hub_id_hubs")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_links_listing_id_listings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("code", name=op.f("uq_links_code")),
        sa.UniqueConstraint(
            "edition_id",
            "listing_id",
            "channel",
            "target",
            name=op.f("uq_links_edition_id_listing_id_channel_target"),
        ),
    )
    op.create_table(
        "listing_variants",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "checked",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("audience_text", sa.Text(), nullable=False),
        sa.Column("fee_text", sa.Text(), nullable=False),
        sa.Column("capacity_text", sa.Text(), nullable=False),
        sa.Column("apply_text", sa.Text(), nullable=False),
        sa.Column("bring_text", sa.Text(), nullable=False),
        sa.Column("weather_text", sa.Text(), nullable=False),
        sa.Column("translator", sa.String(length=200), nullable=False),
        sa.Column("written_by", sa.String(length=200), nullable=False),
        sa.Column("written_by_key", sa.String(length=80), nullable=False),
        sa.Column("written_at", db.Moment(), nullable=False),
        sa.Column("checked_by", sa.String(length=200), nullable=False),
        sa.Column("checked_at", db.Moment(), nullable=True),
        sa.Column("source_hash", sa.String(length=64), nullable=False),
        sa.Column("named_facts", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hub_id"], ["hubs.id"], name=op.f("fk_listing_variants_hub_id_hubs")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_listing_variants_listing_id_listings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_variants")),
        sa.UniqueConstraint(
            "listing_id", "language", name=op.f("uq_listing_variants_listing_id_language")
        ),
    )
    op.create_index(
        op.f("ix_listing_variants_hub_id"), "listing_variants", ["hub_id"], unique=False
    )
    op.create_table(
        "occurrences",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=120), nullable=False),
        sa.Column("starts_at", db.Moment(), nullable=False),
        sa.Column("ends_at", db.Moment(), nullable=True),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "scheduled",
                "cancelled",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("status_reason", sa.Text(), nullable=False),
        sa.Column("cancelled_at", db.Moment(), nullable=True),
        sa.Column("is_moved_away", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("updated_at", db.Moment(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hubs.id"], name=op.f("fk_occurrences_hub_id_hubs")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_occurrences_listing_id_listings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrences")),
        sa.UniqueConstraint(
            "listing_id", "starts_at", name=op.f("uq_occurrences_listing_id_starts_at")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_occurrences_uid")),
    )
    op.create_index("ix_occurrences_starts", "occurrences", ["hub_id", "starts_at"], unique=False)
    op.create_table(
        "review_comments",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", db.Moment(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", db.Moment(), nullable=True),
        sa.Column("answered_by", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_review_comments_edition_id_editions")
        ),
        sa.ForeignKeyConstraint(
            ["hub_id"], ["hubs.id"], name=op.f("fk_review_comments_hub_id_hubs")
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["review_links.id"], name=op.f("fk_review_comments_link_id_review_links")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_review_comments_listing_id_listings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_comments")),
    )
    op.create_index(
        op.f("ix_review_comments_edition_id"), "review_comments", ["edition_id"], unique=False
    )
    op.create_table(
        "distinct_pairs",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("said_at", db.Moment(), nullable=False),
        sa.Column("said_by", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_distinct_pairs_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["hub_id"], ["hubs.id"], name=op.f("fk_distinct_pairs_hub_id_hubs")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["cases.id"], name=op.f("fk_distinct_pairs_other_id_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distinct_pairs")),
        sa.UniqueConstraint(
            "hub_id", "case_id", "other_id", name=op.f("uq_distinct_pairs_hub_id_case_id_other_id")
        ),
    )
    op.create_index(
        "ix_distinct_pairs_other", "distinct_pairs", ["hub_id", "other_id"], unique=False
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_index("ix_distinct_pairs_other", table_name="distinct_pairs")
    op.drop_table("distinct_pairs")
    op.drop_index(op.f("ix_review_comments_edition_id"), table_name="review_comments")
    op.drop_table("review_comments")
    op.drop_index("ix_occurrences_starts", table_name="occurrences")
    op.drop_table("occurrences")
    op.drop_index(op.f("ix_listing_variants_hub_id"), table_name="listing_variants")
    op.drop_table("listing_variants")
    op.drop_table("links")
    op.drop_table("link_taps")
    op.drop_index(op.f("ix_line_parts_submission_id"), table_name="line_parts")
    op.drop_index("ix_line_parts_sender", table_name="line_parts")
    op.drop_index("ix_line_parts_due", table_name="line_parts")
    op.drop_table("line_parts")
    op.drop_table("feedback_counts")
    op.drop_table("edition_items")
    op.drop_index("ix_content_group_items_listing", table_name="content_group_items")
    op.drop_table("content_group_items")
    op.drop_index("ix_cases_state", table_name="cases")
    op.drop_index("ix_cases_first_on", table_name="cases")
    op.drop_table("cases")
    op.drop_index(op.f("ix_submission_questions_submission_id"), table_name="submission_questions")
    op.drop_table("submission_questions")
    op.drop_index("ix_listings_status", table_name="listings")
    op.drop_index("ix_listings_published", table_name="listings")
    op.drop_table("listings")
    op.drop_index(
        "uq_deliveries_once",
        table_name="deliveries",
        sqlite_where=sa.text("NOT is_missed"),
        postgresql_where=sa.text("NOT is_missed"),
    )
    op.drop_index(
        "ix_deliveries_not_reached",
        table_name="deliveries",
        sqlite_where=sa.text("is_missed"),
        postgresql_where=sa.text("is_missed"),
    )
    op.drop_index("ix_deliveries_batch", table_name="deliveries")
    op.drop_table("deliveries")
    op.drop_index("ix_consents_address", table_name="consents")
    op.drop_table("consents")
    op.drop_table("attachments")
    op.drop_index("ix_submitter_links_email", table_name="submitter_links")
    op.drop_table("submitter_links")
    op.drop_index(op.f("ix_submissions_submitter_email"), table_name="submissions")
    op.drop_index("ix_submissions_received", table_name="submissions")
    op.drop_index(op.f("ix_submissions_line_sender_id"), table_name="submissions")
    op.drop_index(op.f("ix_submissions_corrects_listing_id"), table_name="submissions")
    op.drop_table("submissions")
    op.drop_index(op.f("ix_review_approvals_edition_id"), table_name="review_approvals")
    op.drop_table("review_approvals")
    op.drop_index("ix_passed_over_subscriber", table_name="passed_over")
    op.drop_table("passed_over")
    op.drop_table("feed_items")
    op.drop_index(
        op.f("ix_content_group_profiles_content_group_id"), table_name="content_group_profiles"
    )
    op.drop_table("content_group_profiles")
    op.drop_index(
        "uq_batches_mixed",
        table_name="batches",
        sqlite_where=sa.text("content_group_id IS NULL"),
        postgresql_where=sa.text("content_group_id IS NULL"),
    )
    op.drop_index("ix_batches_due", table_name="batches")
    op.drop_table("batches")
    op.drop_index("ix_addresses_subscriber", table_name="addresses")
    op.drop_index(
        "ix_addresses_ended_at",
        table_name="addresses",
        sqlite_where=sa.text("ended_at IS NOT NULL"),
        postgresql_where=sa.text("ended_at IS NOT NULL"),
    )
    op.drop_index(op.f("ix_addresses_confirm_hash"), table_name="addresses")
    op.drop_index(
        "ix_addresses_confirm_expires_at",
        table_name="addresses",
        sqlite_where=sa.text("confirm_expires_at IS NOT NULL"),
        postgresql_where=sa.text("confirm_expires_at IS NOT NULL"),
    )
    op.drop_table("addresses")
    op.drop_table("table_imports")
    op.drop_index(
        "ix_subscribers_resting",
        table_name="subscribers",
        sqlite_where=sa.text("state <> 'active'"),
        postgresql_where=sa.text("state <> 'active'"),
    )
    op.drop_index("ix_subscribers_matching", table_name="subscribers")
    op.drop_table("subscribers")
    op.drop_index(op.f("ix_review_links_edition_id"), table_name="review_links")
    op.drop_table("review_links")
    op.drop_index(
        "uq_quota_decisions_standing",
        table_name="quota_decisions",
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.drop_table("quota_decisions")
    op.drop_index(op.f("ix_placements_place_id"), table_name="placements")
    op.drop_table("placements")
    op.drop_index(op.f("ix_place_spellings_place_id"), table_name="place_spellings")
    op.drop_table("place_spellings")
    op.drop_index("ix_outbox_messages_due", table_name="outbox_messages")
    op.drop_table("outbox_messages")
    op.drop_index("ix_opinions_state", table_name="opinions")
    op.drop_table("opinions")
    op.drop_index(op.f("ix_line_senders_group_id"), table_name="line_senders")
    op.drop_table("line_senders")
    op.drop_index("ix_line_codes_hash", table_name="line_codes")
    op.drop_table("line_codes")
    op.drop_table("insight_looks")
    op.drop_index("ix_inbox_events_state", table_name="inbox_events")
    op.drop_table("inbox_events")
    op.drop_table("fragments")
    op.drop_index("ix_feeds_due", table_name="feeds")
    op.drop_table("feeds")
    op.drop_table("edition_costs")
    op.drop_index("ix_delivery_counts_hub", table_name="delivery_counts")
    op.drop_table("delivery_counts")
    op.drop_table("content_groups")
    op.drop_index(op.f("ix_contacts_email"), table_name="contacts")
    op.drop_table("contacts")
    op.drop_table("typed_figures")
    op.drop_table("suppressed_addresses")
    op.drop_table("reader_link_keys")
    op.drop_table("preference_profiles")
    op.drop_table("posting_criteria")
    op.drop_index(op.f("ix_places_folded_name"), table_name="places")
    op.drop_table("places")
    op.drop_table("memberships")
    op.drop_table("mail_domains")
    op.drop_table("line_looks")
    op.drop_table("line_days")
    op.drop_index("ix_line_channels_channel_id", table_name="line_channels")
    op.drop_table("line_channels")
    op.drop_table("invitations")
    op.drop_index(op.f("ix_groups_folded_name"), table_name="groups")
    op.drop_table("groups")
    op.drop_table("figure_snapshots")
    op.drop_index("ix_editions_due", table_name="editions")
    op.drop_table("editions")
    op.drop_table("districts")
    op.drop_table("distribution_places")
    op.drop_table("staff")
    op.drop_table("hubs")
    op.drop_table("heartbeats")
    op.drop_table("caps")
    op.drop_index("ix_audit_entries_subject", table_name="audit_entries")
    op.drop_index("ix_audit_entries_at", table_name="audit_entries")
    op.drop_table("audit_entries")
