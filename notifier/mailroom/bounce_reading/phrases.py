"""How mail servers say it: families of phrases, the careful ones before the accusing one.

Plain data. A text is compared in lower case, with straight apostrophes left out and white space
made single. The first family with a match names the reason, so a server that says both "blocked"
and "user unknown" accuses nobody.
"""

CAREFUL_FAMILIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "mailbox_full",
        (
            r"(?:mailbox|mail ?box|mailfolder|inbox|mail folder|account|maildir)[^.]{0,25} (?:is |are )?(?:over)?full",
            r"mailbox_?full",
            r"over ?quota|quota ?exceed|quota (?:is )?(?:full|violation)|(?:out of|exceed\w*|beyond|over)[^.]{0,40} quota",
            r"quota (?:is|has been|was) (?:reached|exceeded)|shutoffquota",
            r"(?:mailbox|storage|account)[^.]{0,30}(?:exceed|over)[^.]{0,30}(?:size|limit|storage|space|quota)",
            r"exceed\w* (?:the |its |his |allowed |your )*(?:storage|disk|mailbox|message count|maximum (?:number|mailbox))",
            r"(?:number of messages|messages) in recipients mailbox exceeded",
            r"(?:no|not enough|insufficient)[^.]{0,20} (?:space|storage)[^.]{0,30}(?:mailbox|recipient|user|account|store)",
            r"out of storage|too many (?:messages|mails?) (?:in|on) (?:this |the )?(?:mailbox|folder)",
            r"recipients? (?:has |have )?exceeded (?:their|its|the)?",
            r"容量(?:を|が)?(?:超|オーバー|いっぱい|一杯|不足)|(?:メールボックス|受信箱)[^。]{0,12}(?:いっぱい|一杯|満杯|フル)",
        ),
    ),
    (
        "too_big",
        (
            r"(?:message|mail|e-?mail|content|data)(?: file)? (?:size |body |length )?(?:is )?(?:too (?:big|large|long)|exceeds)",
            r"(?:size|length)[^.]{0,30} (?:exceed|limit)|exceed\w*[^.]{0,40}(?:message size|size limit|file size)",
            r"too (?:big|large) (?:message|mail)|サイズ(?:が|の)?[^。]{0,10}(?:超|大き)",
        ),
    ),
    (
        "auth_failure",
        (
            r"\b(?:spf|dkim|dmarc|arc)\b[^.]{0,80}(?:fail|reject|polic|record|not pass|did not|check|settings|unaligned|required)",
            r"(?:fail\w*|not pass|unauthenticated)[^.]{0,60}\b(?:spf|dkim|dmarc)\b|sender policy framework",
            r"not allowed to send from|unauthenticated (?:e-?mail|senders?|mail)|authentication (?:checks?|information)[^.]{0,20} (?:fail|required)",
        ),
    ),
    (
        "spam",
        (
            r"\b(?:spam|junk|ube|uce|bulk e-?mail|unsolicited|phish\w*|scam)\b|spamming|spam-?like|cloudmark|content (?:was |is )?rejected",
            r"virus|malware|infected|trojan|迷惑メール(?:と|の|として)",
        ),
    ),
    (
        "relay_denied",
        (
            r"relay(?:ing)?[^.]{0,25}(?:denied|not permitted|prohibited|not allowed|not authorized|forbidden|restricted)",
            r"(?:cannot|unable to|wont|not|denied|no) relay\w*|unable to relay|relay access|insecure mail relay|rcpthosts|not a (?:gateway|local)",
            r"domain (?:isnt|is not|not) (?:hosted|in my list|allowed|local)",
        ),
    ),
    (
        "blocked",
        (
            r"black ?list\w*|block ?list\w*|\b(?:rbl|dnsbl|cdrbl|sbl|pbl|xbl)\b|spamhaus|spamcop|barracudacentral|bloqu\w+",
            r"\b(?:is|are|was|been|be|being|temporarily|currently) (?:\w+ )?(?:blocked|banned|blacklisted|refused|deferred|throttled|rate limited|greylisted)|banned",
            r"blocked (?:by|for|using|ip|at|due|because|your|message)|poor reputation|reputation|bad (?:ip|host)",
            r"access denied|denied by|access restricted|not authorized|connection (?:refused|limited|frequency|rejected)|refused (?:to talk|the connection|connection)",
            r"too many (?:connections|errors|concurrent|sessions|messages|recipients|invalid|hops|bad|unknown)|rate ?limit|frequency limited|excessive",
            r"reverse dns|ptr (?:record|resource)|\bptr\b|(?:host|client|ip)[^.]{0,25} (?:lookup|not resolve|has no|mismatch)|mismatches client|rdns|helo|ehlo|my name was rejected|invalid domain name",
            r"unexpected volume|user complaints|complaints|suspicious|dul\b|dynamic ip|dialup|client host",
        ),
    ),
    (
        "sender_refused",
        (
            r"sender (?:address |e-?mail |domain )?(?:is |was )?(?:rejected|denied|not allowed|invalid|unknown|refused|blocked|verify failed|listed|undeliverable)",
            r"(?:domain of|domain in) (?:the )?sender|sender[^.]{0,50}(?:does not exist|not exist|couldn.?t|cannot be verified|verif|must)|invalid sender|unknown sender",
            r"mail from|return.?path|backscatter|from:? (?:address|header|domain)|valid from|originator|envelope sender|\bsender id\b|null sender|empty envelope",
            r"senders? (?:domain|address|ip|host)|permission to (?:post|send)|投稿する権限|authorized to post|moderat\w+|members? (?:only|can)",
        ),
    ),
    (
        "system_trouble",
        (r"command (?:died|failed|output)|procmail|couldnt create|cant create",),
    ),
    (
        "policy",
        (
            r"\bpolic(?:y|ies)\b|security (?:reason|risk)|content (?:filter|restriction|presents)|attachment|header (?:error|syntax)|prohibited|(?:url|link)s? in",
            r"\btls\b|starttls|encrypt\w+|certificate|rfc ?\d{3,4}|compliant|message (?:header|format)|authentication (?:is )?required|auth\w* (?:first|fail)|password|credential",
        ),
    ),
    (
        "disabled",
        (
            r"(?:account|mailbox|user|recipient|address|mailserver|domain)[^.]{0,60}(?:disabled|suspend\w*|inactiv\w*|deactivated|locked|on hold|frozen|expired|not active|dormant|discontinued|restricted)",
            r"(?:disabled|suspended|inactive|deactivated|locked|out of service)[^.]{0,25} (?:account|mailbox|user|recipient|address)|not accepting (?:messages|mail)|休止|利用停止",
        ),
    ),
    (
        "refused_by_recipient",
        (
            r"recipient preferences|(?:message|mail|e-?mail)[^.]{0,15} filtered|filtered by|refused (?:by|due to) (?:the )?(?:recipient|user|addressee)|because the recipient is",
            r"(?:recipient|user|mailbox)[^.]{0,30}(?:not accepting|only accept|does not accept|doesnt accept|reject\w* (?:your|this|the|mail|message)|not want|refuse[sd]? )",
            r"delivery error: dd ",
            r"受信(?:拒否|許可|制限)|指定受信|ドメイン指定|拒否され",
        ),
    ),
)

# Said of the way there, not of the mailbox; weighed only when nobody was accused.
LATE_FAMILIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "system_trouble",
        (
            r"temporar\w+|try again|later|transient|server (?:error|busy|failure)|system (?:error|failure|resources?)|internal (?:error|software)|local (?:error|configuration)",
            r"resources|service (?:is )?(?:currently )?(?:unavailable|not available)|i/o error|no space left|cannot (?:append|open|write|create)|could not (?:open|lock)|can.?t (?:open|create|write)",
            r"command (?:died|failed|output|parameter|line|not)|exit (?:status|code)|pipe|syntax error|bad sequence|improper sequence|mailer|out of memory|(?:mail )?loop|procmail|hop ?count|too many hops|configuration error|aliasing|\.forward|permission denied",
        ),
    ),
    (
        "not_reached",
        (
            r"time(?:d)?[ -]?out|expired|retry time|delivery time|could not be delivered (?:for|within|after|in)|queue|not delivered (?:for|after|within)|(?:retr\w+|tried) for|giving up|too (?:old|long)|unable to (?:connect|contact)|couldnt (?:connect|find any|establish)|cannot connect|connection (?:timed|reset|lost|closed|dropped|was|died|failed|attempt)|no route|network|unreachable|not responding|did not respond|did not reply|no (?:answer|response)|delayed|still being retried",
            r"malformed or unexpected name server|dns (?:query|error|lookup|soft)|name server|server failure",
        ),
    ),
)

# "There is no such mail server": an address with a domain that is not there.
NO_SUCH_HOST = (
    r"host (?:or domain name )?(?:unknown|not found)|unknown (?:host|domain)|unrouteable (?:address|mail domain)|unroutable",
    r"(?:domain|host|name)[^.]{0,40}(?:does not exist|doesnt exist|not exist|not found|nxdomain|is invalid|could not be found|couldnt be found|isnt valid)",
    r"no such (?:host|domain)|(?:no|bad|invalid) (?:mx|domain|host)|couldnt find any host|nxdomain|name (?:or service )?not known|illegal host",
    r"null ?mx|recipient address has null mx|(?:domain|host|server)[^.]{0,30}(?:does not|doesnt|never) accept(?:s)? (?:mail|e-?mail|any)",
)

MOVED = (
    r"(?:has|have) moved|no longer (?:on server|at|works|here|valid|employed)|not our (?:user|customer)|recipient moved|has been replaced|changed (?:his|her|their) address|user has moved|address (?:has )?changed|please try <",
)

NO_SUCH_USER = (
    r"(?:user|account|mailbox|recipient|address|addressee|person|customer|name|alias|local part|inbox)[^.]{0,90}(?:unknown|does not exist|doesnt exist|not exist|not found|not known|invalid|is not valid|unrecogni[sz]ed|isnt valid|unregistered|not registered|undeliverable|not listed|non-?existent|cannot be found|could not be found|not recogni[sz]ed)",
    r"(?:unknown|no such|invalid|bad|non-?existent|not a valid|not valid|unrecogni[sz]ed|incorrect|illegal|undeliverable|undefined|unregistered|no matching) (?:local |destination |email |e-mail |mail |virtual |destination mailbox |smtp )*(?:user\w*|account|mailbox|recipient|address\w*|addressee|person|mail drop|alias|id|name|local.?part|inbox|customer|member)",
    r"(?:doesnt|does not|do not|dont) (?:have|exist|hold)[^.]{0,40}(?:account|mailbox|here|this)?|no (?:mailbox|account|one|user)\b[^.]{0,40}(?:here|by (?:that|this)|with|exists|found|name)?",
    r"(?:recipient )?address rejected|(?:recipient|mailbox) (?:is |name |)?(?:unavailable|not available|not allowed)|not (?:a |our )?(?:known|valid|registered)|recipient (?:name )?is not recogni[sz]ed|mailbox (?:not found|unavailable)|user unknown|recipnotfound|not in (?:my|our|the) (?:user|list|local|database|directory)|not listed in|5\.1\.10",
    r"宛先(?:アドレス)?が(?:存在|見つかり)|ユーザー?(?:が|は)(?:存在し|見つかり|登録)|存在しない(?:アドレス|ユーザ)",
)

# The mailbox's own house speaks, not a gateway on the way: believed without a reply code.
OWN_DIRECTORY = (
    r"not listed in (?:public |the )?(?:name|domino|address|directory)|recipient name is not recogni[sz]ed|(?:^|local: )unknown (?:user|recipient|local.?part)\b|(?:no|unknown) (?:mailbox|user|local user) here|no mailbox here by that name|unknown local|ディレクトリ[^。]{0,10}ありません|address couldnt be found\. check for typos",
)

# Carriers' answers to a reader's own filter; the same words may mean a dead address, so they
# accuse only together with an exact code or when they came at the recipient step.
AMBIGUOUS = (r"\b550:? : user unknown|\b550[\s:-]+unknown user|\[user unknown\]",)

# RFC 7504 and RFC 7505: the whole domain takes no mail, and says so by its own codes.
TAKES_NO_MAIL = (
    r"\b(?:521|556)\b.{0,60}(?:not accept|no mail|does not|doesnt)|recipient address has null ?mx",
)
