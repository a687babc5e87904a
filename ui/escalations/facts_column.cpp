#include "ui/escalations/facts_column.h"

#include <QGridLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/escalations/clock_state.h"
#include "ui/escalations/escalation_words.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_words.h"
#include "ui/text/person_text.h"
#include "ui/thinking/why_dialog.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

constexpr int AvatarSide = 32;
constexpr int IconSide = 15;

void clear(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
}

QLabel *iconLabel(const Theme &theme, const QString &icon, const QColor &color, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setPixmap(theme.pixmap(icon, IconSide, color));
    label->setFixedWidth(IconSide + 1);
    label->setAlignment(Qt::AlignTop);
    label->setContentsMargins(0, 2, 0, 0);
    return label;
}

} // namespace

// ---- effects -------------------------------------------------------------

EffectsList::EffectsList(ViewContext &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(6);
    setAccessibleName(tr("What approving does"));
}

void EffectsList::setEffects(const std::vector<api::EffectPreview> &effects)
{
    clear(m_column);
    const Theme &theme = m_context.theme;
    if (effects.empty())
        m_column->addWidget(makeWrappingLabel(tr("Nothing leaves the console."), TextStyle::Small, Token::Text2, this));
    for (const api::EffectPreview &effect : effects) {
        auto *line = new QWidget(this);
        auto *grid = new QGridLayout(line);
        grid->setContentsMargins(0, 0, 0, 0);
        grid->setHorizontalSpacing(8);
        grid->setVerticalSpacing(1);
        grid->setColumnStretch(1, 1);
        grid->addWidget(iconLabel(theme, EscalationWords::effectIcon(effect.kind),
                                  theme.color(effect.ready ? Token::Accent : Token::Warn), line),
                        0, 0, Qt::AlignTop);
        grid->addWidget(makeWrappingLabel(engineWords(effect.text), TextStyle::Small, Token::Text, line), 0, 1);

        QStringList more;
        if (!effect.amount.isEmpty())
            more << effect.amount;
        if (!effect.target.isEmpty())
            more << effect.target;
        if (effect.holdSeconds > 0) {
            //: %1 is a duration: how long an effect can still be undone.
            more << tr("after %1").arg(spokenDuration(effect.holdSeconds));
        }
        if (!more.isEmpty())
            grid->addWidget(makeWrappingLabel(more.join(QStringLiteral(" · ")), TextStyle::Caption, Token::Text2, line), 1, 1);
        if (!effect.ready) {
            //: An effect that cannot leave yet; %1 says why.
            const QString why = effect.notReady.isEmpty() ? tr("Waits as a draft: no channel is set up.")
                                                          : tr("Waits as a draft: %1").arg(engineWords(effect.notReady));
            grid->addWidget(makeWrappingLabel(why, TextStyle::Caption, Token::Warn, line), 2, 1);
        }
        m_column->addWidget(line);
    }
}

// ---- column --------------------------------------------------------------

FactsColumn::FactsColumn(ViewContext &context, QWidget *parent)
    : QScrollArea(parent), m_context(context), m_effects(new EffectsList(context, this))
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Facts and effects"));
    auto *content = new QWidget;
    content->setProperty("fill", QStringLiteral("surface"));
    m_column = new QVBoxLayout(content);
    m_column->setContentsMargins(16, 14, 16, 14);
    m_column->setSpacing(8);
    content->setMinimumHeight(1); // it follows the width
    setWidget(content);
    connect(&context.theme, &Theme::changed, this, &FactsColumn::rebuild);
}

void FactsColumn::setDetail(const api::EscalationDetail &detail)
{
    m_detail = detail;
    rebuild();
}

void FactsColumn::setEffectsInside(bool inside)
{
    if (m_effectsInside == inside)
        return;
    m_effectsInside = inside;
    rebuild();
}

void FactsColumn::addSection(const QString &title, QWidget *body)
{
    if (m_column->count() > 0) {
        QFrame *line = makeLine(widget());
        m_column->addSpacing(4);
        m_column->addWidget(line);
        m_column->addSpacing(4);
    }
    if (!title.isEmpty()) {
        QLabel *label = makeLabel(title, TextStyle::Small, Token::Text2, widget());
        label->setStyleSheet(QStringLiteral("font-weight:600"));
        label->setWordWrap(true);
        m_column->addWidget(label);
    }
    m_column->addWidget(body);
}

QWidget *FactsColumn::makeFacts(const std::vector<std::pair<QString, QString>> &rows, const QStringList &evidence)
{
    auto *box = new QWidget(widget());
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(0, 5);
    grid->setColumnStretch(1, 6);
    for (int i = 0; i < int(rows.size()); ++i) {
        const auto &[name, value] = rows[size_t(i)];
        QLabel *label = makeWrappingLabel(name, TextStyle::Small, Token::Text2, box);
        QLabel *text = makeWrappingLabel(value, TextStyle::Small, Token::Text, box);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setBuddy(text);
        text->setAccessibleName(QStringLiteral("%1: %2").arg(name, value));
        if (i < evidence.size() && !evidence.at(i).isEmpty()) {
            //: Why a fact is believed; %1 is the evidence.
            text->setToolTip(tr("Because: %1").arg(evidence.at(i)));
            text->setAccessibleDescription(text->toolTip());
        }
        grid->addWidget(label, i, 0, Qt::AlignTop);
        grid->addWidget(text, i, 1, Qt::AlignTop);
    }
    return box;
}

void FactsColumn::rebuild()
{
    if (widget()->isAncestorOf(m_effects)) { // it outlives the sections
        m_effects->setParent(this);
        m_effects->hide();
    }
    clear(m_column);
    m_respond = nullptr;
    m_decide = nullptr;
    const Theme &theme = m_context.theme;
    const api::EscalationRow &row = m_detail.row;
    if (row.id.isEmpty())
        return;

    // The client.
    auto *client = new QWidget(widget());
    auto *clientColumn = new QVBoxLayout(client);
    clientColumn->setContentsMargins(0, 0, 0, 0);
    clientColumn->setSpacing(10);
    auto *head = new QHBoxLayout;
    auto *avatar = new AvatarLabel(theme, AvatarSide, client);
    avatar->setPerson(row.person);
    head->addWidget(avatar, 0, Qt::AlignTop);
    auto *names = new QVBoxLayout;
    names->setSpacing(1);
    names->addWidget(makeWrappingLabel(row.person, TextStyle::Strong, Token::Text, client));
    if (!row.contact.isEmpty() && m_context.navigator.canOpen(QStringLiteral("contact"))) {
        QPushButton *open = makeButton(tr("Open contact"), ButtonKind::Link, theme, client);
        connect(open, &QPushButton::clicked, this, [this, id = row.contact] { Q_EMIT contactActivated(id); });
        names->addWidget(open, 0, Qt::AlignLeft);
    }
    head->addLayout(names, 1);
    clientColumn->addLayout(head);
    std::vector<std::pair<QString, QString>> facts;
    QStringList evidence;
    for (const api::Fact &fact : m_detail.facts) {
        const bool feeling = fact.name.compare(QLatin1String("feeling"), Qt::CaseInsensitive) == 0;
        facts.emplace_back(engineWords(fact.name), feeling ? EscalationWords::sentiment(fact.value) : engineWords(fact.value));
        evidence << engineWords(fact.evidence);
    }
    if (!m_detail.sentiment.isEmpty()
        && std::none_of(m_detail.facts.begin(), m_detail.facts.end(),
                        [](const api::Fact &fact) { return fact.name.compare(QLatin1String("feeling"), Qt::CaseInsensitive) == 0; })) {
        facts.emplace_back(tr("Feeling", "of the client"), EscalationWords::sentiment(m_detail.sentiment));
        evidence << QString();
    }
    if (!facts.empty())
        clientColumn->addWidget(makeFacts(facts, evidence));
    addSection({}, client);

    if (m_effectsInside) {
        addSection(tr("What approving does"), m_effects);
        m_effects->show();
    }
    m_effects->setEffects(m_detail.effects);

    if (!m_detail.similar.empty()) {
        auto *box = new QWidget(widget());
        auto *column = new QVBoxLayout(box);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(2);
        for (const api::Similar &similar : m_detail.similar) {
            //: A similar decision: %1 client, %2 title.
            QPushButton *button = makeButton(tr("%1, %2").arg(similar.person, similar.title), ButtonKind::Quiet, theme, box);
            const bool against = similar.decision == QLatin1String("reject");
            button->setIcon(theme.icon(EscalationWords::decisionIcon(similar.decision), against ? Token::Danger : Token::Ok));
            button->setToolTip(tr("%1, %2", "outcome and moment of a similar decision")
                                   .arg(EscalationWords::decided(similar.decision),
                                        momentText(similar.at, m_context.ticker.now())));
            button->setAccessibleDescription(button->toolTip());
            button->setStyleSheet(QStringLiteral("text-align:%1;padding:3px 4px;font-weight:400;font-size:%2px")
                                      .arg(isRightToLeft() ? QStringLiteral("right") : QStringLiteral("left"))
                                      .arg(theme.font(TextStyle::Small).pixelSize()));
            button->setMinimumWidth(0);
            button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
            connect(button, &QPushButton::clicked, this, [this, id = similar.id] { Q_EMIT similarActivated(id); });
            column->addWidget(button);
        }
        addSection(tr("Similar decisions"), box);
    }

    // Deadlines.
    const QDateTime now = m_context.ticker.now();
    auto *deadlines = new QWidget(widget());
    auto *grid = new QGridLayout(deadlines);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(0, 5);
    grid->setColumnStretch(1, 6);
    int line = 0;
    const auto addLine = [&](const QString &name, const QString &value) {
        QLabel *label = makeWrappingLabel(name, TextStyle::Small, Token::Text2, deadlines);
        QLabel *text = makeWrappingLabel(value, TextStyle::Small, Token::Text, deadlines);
        label->setBuddy(text);
        grid->addWidget(label, line, 0, Qt::AlignTop);
        grid->addWidget(text, line++, 1, Qt::AlignTop);
        return text;
    };
    m_respond = addLine(tr("First response"), {});
    m_decide = addLine(tr("Decision"), {});
    if (row.pausedSince.isValid())
        addLine(tr("Paused since"), momentText(row.pausedSince, now));
    if (!m_detail.backupName.isEmpty())
        addLine(tr("Backup"), m_detail.backupName)
            ->setToolTip(tr("Is called when the decision is overdue. A deadline never decides by itself."));
    if (!m_detail.calendar.isEmpty())
        addLine(tr("Hours that count"), m_detail.calendar);
    addSection(tr("Deadlines"), deadlines);
    tick();

    // Why a person is asked.
    std::vector<std::pair<QString, QString>> why;
    if (!m_detail.rule.isEmpty())
        why.emplace_back(tr("Rule"), m_detail.ruleText.isEmpty() ? m_detail.rule
                                                                 : tr("%1: %2", "number and text of a rule")
                                                                       .arg(m_detail.rule, engineWords(m_detail.ruleText)));
    if (!m_detail.risk.isEmpty())
        why.emplace_back(tr("Business risk"),
                         m_detail.riskWhy.isEmpty() ? EscalationWords::risk(m_detail.risk)
                                                    : tr("%1: %2", "risk and why").arg(EscalationWords::risk(m_detail.risk), engineWords(m_detail.riskWhy)));
    if (!m_detail.urgency.isEmpty())
        why.emplace_back(tr("Urgency"), EscalationWords::urgency(m_detail.urgency));
    if (!row.category.isEmpty())
        why.emplace_back(tr("Category"), EscalationWords::readable(row.category));
    if (!m_detail.recommended.isEmpty())
        why.emplace_back(tr("Recommended"), engineWords(m_detail.recommended));
    if (!why.empty()) {
        auto *reasons = new QWidget(widget());
        auto *lines = new QVBoxLayout(reasons);
        lines->setContentsMargins(0, 0, 0, 0);
        lines->addWidget(makeFacts(why, {}));
        if (!row.agent.isEmpty()) {
            QPushButton *more = makeButton(tr("Evidence and alternatives"), ButtonKind::Link, m_context.theme, reasons);
            more->setAccessibleName(tr("Why a person is asked: evidence and alternatives"));
            connect(more, &QPushButton::clicked, this, [this, id = row.id] { showWhy(m_context, id, window()); });
            lines->addWidget(more, 0, Qt::AlignLeading);
        }
        addSection(tr("Why a person is asked"), reasons);
    }

    if (!m_detail.rejectedEffects.isEmpty()) {
        auto *box = new QWidget(widget());
        auto *column = new QVBoxLayout(box);
        column->setContentsMargins(0, 0, 0, 0);
        for (const QString &effect : m_detail.rejectedEffects)
            column->addWidget(makeWrappingLabel(effect, TextStyle::Small, Token::Text2, box));
        addSection(tr("What rejecting does"), box);
    }
    m_column->addStretch(1);
}

void FactsColumn::tick()
{
    if (!m_respond || !m_decide)
        return;
    const api::EscalationRow &row = m_detail.row;
    const QDateTime now = m_context.ticker.now();
    const auto show = [&](QLabel *label, const EscalationClock &clock) {
        if (!clock.running || !clock.due.isValid())
            return false;
        //: A deadline: %1 a moment, %2 how long that is ("12 minutes left").
        label->setText(tr("%1, %2").arg(momentText(clock.due, now), deadlineSentence(clock.state)));
        setLabelStyle(label, TextStyle::Small, deadlineToken(clock.state.level));
        return true;
    };
    if (!show(m_respond, clockOf(row, EscalationClock::Kind::Respond, now))) {
        if (row.respondedAt.isValid()) {
            const bool met = !row.respondDue.isValid() || row.respondedAt <= row.respondDue;
            const QString took = spokenDuration(row.openedAt.secsTo(row.respondedAt));
            //: %1 is a duration.
            m_respond->setText(met ? tr("after %1, in time").arg(took) : tr("after %1, too late").arg(took));
            setLabelStyle(m_respond, TextStyle::Small, met ? Token::Ok : Token::Danger);
        } else {
            m_respond->setText(tr("none"));
        }
    }
    if (!show(m_decide, clockOf(row, EscalationClock::Kind::Decide, now)))
        m_decide->setText(row.decidedAt.isValid() ? momentText(row.decidedAt, now) : tr("none"));
}

} // namespace hs::ui
