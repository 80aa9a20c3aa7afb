"""The reasons in words for hub staff: what it means, and what to do. No address in them.

Staff see a reader's number only, so no sentence asks them to write to a reader or to check an
address; those of ``HARD`` reasons say that the address is not written to any more.
"""

SENTENCES = {
    "no_such_user": "このメールアドレスは、もう使われていません。このアドレスへは、もう送りません。本人が新しいアドレスで登録し直すと、また届きます。",
    "no_such_host": "アドレスの「@」から後ろ（ドメイン）が見つかりません（登録のときの打ちまちがいかもしれません）。このアドレスへは、もう送りません。本人が登録し直すと届きます。",
    "moved": "このメールアドレスは移転したため、使われていません。このアドレスへは、もう送りません。本人が新しいアドレスで登録し直すと、また届きます。",
    "takes_no_mail": "アドレスの「@」から後ろ（ドメイン）は、メールを受け取らない設定です。このアドレスへは、もう送りません。本人が別のアドレスで登録し直すと届きます。",
    "mailbox_full": "受信箱がいっぱいで届きませんでした。アドレスは生きています。次の号をまた送ります。",
    "refused_by_recipient": (
        "受信許可（ドメイン指定受信など）の設定で断られています。本人が{sender}を"
        "受信できるようにすると届きます。「届かない」と聞いたら、そう伝えてください。"
    ),
    "too_big": "メールが大きすぎて受け取ってもらえませんでした。",
    "auth_failure": "送信元の確認（SPF・DKIM・DMARC）で断られました。メールの設定を管理者に確かめてもらってください。",
    "spam": "迷惑メールと判断されて届きませんでした。続くときは、管理者に知らせてください。",
    "blocked": "相手のメールサーバーが、こちらのサーバーからの受け取りを断っています。続くときは、管理者に知らせてください。",
    "sender_refused": "差出人のアドレスを理由に断られました。メールの設定を管理者に確かめてもらってください。",
    "relay_denied": "途中のメールサーバーが中継を断りました。メールの設定を管理者に確かめてもらってください。",
    "policy": "相手のメールサーバーの決まりにより断られました。",
    "disabled": "このメールアドレスは、いま利用が止められています。次の号をまた送り、続くときは自動で止めます。",
    "system_trouble": "相手のメールサーバーの不具合で届きませんでした。次の号をまた送ります。",
    "not_reached": "相手のメールサーバーにつながらず、届きませんでした。次の号をまた送ります。",
    "temporary_no_such_user": "相手のメールサーバーが、この宛先をいまは確かめられないと答えました。次の号をまた送ります。",
    "unsure_no_such_user": "宛先が見つからないという知らせですが、確かではありません。次の号をまた送ります。",
    "unclear": "届きませんでしたが、理由は書かれていません。次の号をまた送ります。",
    "delayed": "配達が遅れているという途中の知らせです。まだ届くかもしれません。",
    "delivered": "届いたという知らせです。",
    "complaint": "読者が「迷惑メール」として届け出ました。配信を止めました。",
    "vacation": "自動返信（不在の知らせなど）です。メールは届いています。",
    "not_recognised": "戻ってきたメールとしては読めませんでした。何も変えていません。",
}


def sentence_of(reason: str, *, sender: str = "") -> str:
    """The sentence of a reason; ``sender`` is our own address, for readers' allow lists."""
    ours = f"「{sender}」" if sender else "こちらのアドレス"
    return SENTENCES[reason].format(sender=ours)
