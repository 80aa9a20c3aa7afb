"""An example of every page: where it stands for one world, and who may see it.

A page of the URL map that is neither here nor among ``NOT_PAGES`` fails the test, so that a new
page is looked at on arrival.
"""

# Answers that are no pages for people: files, feeds, redirects and what operators ask.
NOT_PAGES = frozenset(
    {
        "desk.attachment",
        "desk.counter_code",
        "desk.edition_mail",  # the mail itself, shown in a frame of the edition's page
        "desk.figure_chart",  # a picture; its numbers stand in the table of the page
        "desk.figure_file",
        "desk.figure_pack_file",
        "desk.figure_pack_word",
        "desk.figure_sheet_file",
        "desk.figure_sheet_word",
        "desk.board_file",
        "desk.group_confirmation",
        "desk.newsletter_file",
        "desk.newsletter_distribution_book",
        "desk.place_book",
        "review.issue_file",
        "desk.newsletter_template",
        "front.favicon",
        "operators.healthz",
        "operators.metrics",
        "operators.readyz",
        "desk.listing_card",
        "public.calendar",
        "public.date_calendar",
        "public.event_calendar",
        "public.events_csv",
        "public.events_json",
        "public.feed",
        "public.follow_link",
        "static",
    }
)


# endpoint → the addresses to look at: "role@" in front says who is signed in, and the braces
# hold what ``facts.py`` finds out about this world.
EXAMPLES: dict[str, tuple[str, ...]] = {
    "front.home": ("/",),
    "public.home": (
        "/nishi/",
        "/nishi/?month=2026-11",
        "/nishi/?theme=twins",
        "/nishi/?lang=easy",
        "/nishi/?month=2026-11&lang=en",
    ),
    "public.event": (
        "/nishi/events/{listing}",
        "/nishi/events/{cancelled}",
        "/nishi/events/{listing}?lang=easy",
        "/nishi/events/{translated}?lang=en",
        "/nishi/events/999999",
    ),
    "public.archive": ("/nishi/archive/", "/nishi/archive/?lang=easy"),
    "public.archived_issue": (
        "/nishi/archive/{sent_edition}",
        "/nishi/archive/{sent_edition}?lang=en",
        "/nishi/archive/999999",
    ),
    "submit.form": ("/nishi/submit",),
    "submit.done": ("group@/nishi/submit/done",),
    "submit.lost_link": ("/nishi/g/",),
    "submit.mine": ("/nishi/g/{group_token}", "/nishi/g/unknown"),
    "submit.correct": ("/nishi/g/{group_token}/correct/{submission}",),
    "submit.repeat": ("/nishi/g/{group_token}/repeat/{submission}",),
    "reader.subscribe": (
        "/nishi/subscribe",
        "/nishi/subscribe?lang=easy",
        "/nishi/subscribe?lang=en",
    ),
    "reader.sent": ("/nishi/subscribe/sent",),
    "reader.link": ("/nishi/subscribe/link",),
    "reader.opinions": ("/nishi/opinions", "/nishi/opinions?lang=easy", "/nishi/opinions?lang=en"),
    "reader.opinion_thanks": ("/nishi/opinions/thanks",),
    "reader.feedback": (
        "/nishi/events/{listing}/feedback",
        "/nishi/events/{listing}/feedback?lang=en",
        "/nishi/events/{listing}/feedback?thanks=1",
    ),
    "reader.confirm_page": (
        "/nishi/subscribe/confirm/{confirm}",
        "/nishi/subscribe/confirm/unknown",
    ),
    "reader.me": (
        "/nishi/me/{reader}",
        "/nishi/me/{gone_reader}",
        "/nishi/me/{reader}?lang=en",
        "/nishi/me/unknown",
    ),
    "reader.unsubscribe": (
        "/nishi/unsubscribe/{reader}",
        "/nishi/unsubscribe/{gone_reader}",
    ),
    "desk.sign_in": ("/desk/sign-in",),
    "desk.invitation": (
        "/desk/invitation/{invitation}",
        "/desk/invitation/unknown",
    ),
    "desk.choose_hub": ("editor@/desk/hubs",),
    "desk.my_account": ("editor@/desk/me",),
    "desk.today": ("publisher@/desk/", "volunteer@/desk/"),
    "desk.todays_dates": ("editor@/desk/today",),
    "desk.queue": (
        "editor@/desk/queue",
        "editor@/desk/queue?state=asked",
        "editor@/desk/queue?state=rejected",
    ),
    "desk.case": (
        "editor@/desk/cases/{case}",
        "editor@/desk/cases/{asked_case}",
    ),
    "desk.clean": ("editor@/desk/clean",),
    "desk.compare_cases": ("editor@/desk/cases/{case}/compare/{asked_case}",),
    "desk.find": ("editor@/desk/find", "editor@/desk/find?q=会", "editor@/desk/find?q=ない"),
    "desk.listings": ("editor@/desk/listings",),
    "desk.listing": (
        "editor@/desk/listings/{listing}",
        "editor@/desk/listings/{cancelled}",
    ),
    "desk.cancel_listing": ("editor@/desk/listings/{listing}/cancel",),
    "desk.change_listing": ("editor@/desk/listings/{listing}/change",),
    "desk.counter": ("editor@/desk/counter",),
    "desk.share_listing": ("editor@/desk/listings/{listing}/share",),
    "desk.listing_languages": (
        "editor@/desk/listings/{listing}/languages",
        "editor@/desk/listings/{translated}/languages",
    ),
    "desk.editions": ("publisher@/desk/editions",),
    "desk.edition_page": (
        "publisher@/desk/editions/{edition}",
        "publisher@/desk/editions/{sent_edition}",
        "publisher@/desk/editions/{notice}",
    ),
    "desk.edition_readers": ("publisher@/desk/editions/{sent_edition}/readers",),
    "desk.newsletters": ("publisher@/desk/newsletter",),
    "desk.newsletter_page": (
        "publisher@/desk/newsletter/{newsletter}",
        "publisher@/desk/newsletter/{special}",
    ),
    "desk.newsletter_review": ("publisher@/desk/newsletter/{newsletter}/review",),
    "review.issue": ("/review/{review}", "/review/unknown"),
    "desk.distribution": ("editor@/desk/distribution",),
    "desk.distribution_place": ("editor@/desk/distribution/{distribution_place}",),
    "desk.newsletter_distribution": ("editor@/desk/newsletter/{newsletter}/distribution",),
    "desk.board": ("publisher@/desk/board",),
    "desk.quota": ("publisher@/desk/quota",),
    "desk.reader_links": ("publisher@/desk/readers/links",),
    "desk.enter": ("volunteer@/desk/enter",),
    "desk.imports": ("editor@/desk/import",),
    "desk.import_columns": (
        "editor@/desk/import/{open_import}",
        "editor@/desk/import/{discarded_import}",
    ),
    "desk.groups": ("editor@/desk/groups",),
    "desk.group": ("editor@/desk/groups/{group}",),
    "desk.places": ("editor@/desk/places", "editor@/desk/places?q=会館"),
    "desk.place": ("editor@/desk/places/{venue}",),
    "desk.feeds": ("editor@/desk/feeds",),
    "desk.opinions": ("publisher@/desk/opinions", "editor@/desk/opinions?state=answered"),
    "desk.figures": ("editor@/desk/figures",),
    "desk.figure_pack": ("editor@/desk/figures/month/2026-11",),
    "desk.figure_costs": ("editor@/desk/figures/costs",),
    "desk.figure_cost": ("editor@/desk/figures/costs/{sent_edition}",),
    "desk.figure_list": ("editor@/desk/figures/line_friends",),
    "desk.figure_sheet": ("editor@/desk/figures/sheet/2024",),
    "admin.settings": ("admin@/admin/", "volunteer@/admin/"),
    "admin.criteria_page": ("admin@/admin/criteria",),
    "admin.staff": ("admin@/admin/staff",),
    "admin.log": ("admin@/admin/log",),
    "admin.restored": ("admin@/admin/restored",),
}
