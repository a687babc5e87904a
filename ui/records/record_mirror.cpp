#include "ui/records/record_mirror.h"

#include <QDesktopServices>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/states/content_states.h"
#include "ui/text/engine_error_text.h"
#include "ui/text/engine_words.h"
#include "ui/text/notion_text.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

/// Why a value cannot be taken, and behind a colon how to mend it.
QString whyInWords(const QString &english)
{
    const QString whole = engineSentence(english);
    const qsizetype colon = english.indexOf(QStringLiteral(": "));
    if (colon < 0 || engineWords(english) != english)
        return whole;
    return engineSentence(english.left(colon)) + QStringLiteral(": ") + engineWords(english.mid(colon + 2));
}

} // namespace

RecordMirrorPanel::RecordMirrorPanel(ViewContext &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto *area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    auto *page = new QWidget;
    page->setProperty("fill", QStringLiteral("surface"));
    m_column = new QVBoxLayout(page);
    m_column->setContentsMargins(16, 12, 16, 12);
    m_column->setSpacing(8);
    area->setWidget(page);
    m_states = new ContentStates(context.theme, area, this);
    outer->addWidget(m_states);

    m_state = makeWrappingLabel({}, TextStyle::Body, Token::Text, page);
    m_error = makeWrappingLabel({}, TextStyle::Small, Token::Danger, page);
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_column->addWidget(m_state);
    m_column->addWidget(m_error);
    auto *buttons = new FlowLayout(nullptr, 6, 6);
    m_open = makeButton(tr("Open in Notion"), ButtonKind::Normal, context.theme, page, QStringLiteral("external-link"));
    m_retry = makeButton(tr("Try again"), ButtonKind::Normal, context.theme, page, QStringLiteral("refresh-cw"));
    buttons->addWidget(m_open);
    buttons->addWidget(m_retry);
    m_column->addLayout(buttons);
    m_column->addStretch(1);
    for (QWidget *widget : {static_cast<QWidget *>(m_error), static_cast<QWidget *>(m_open), static_cast<QWidget *>(m_retry)})
        widget->hide(); // until it is known how the page stands

    connect(m_open, &QPushButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl(m_mirror.url)); });
    connect(m_retry, &QPushButton::clicked, this, &RecordMirrorPanel::retry);
}

void RecordMirrorPanel::show(const QString &record)
{
    if (record == m_record)
        return refresh();
    m_record = record;
    m_mirror = {};
    refresh();
}

void RecordMirrorPanel::refresh()
{
    if (m_record.isEmpty())
        return;
    if (m_loading) {
        m_again = true;
        return;
    }
    m_loading = true;
    m_again = false;
    m_states->beginLoading();
    m_context.engine.ask(api::RecordMirrorQuery{m_record}, this, [this, id = m_record](const Result<api::RecordMirror> &mirror) {
        m_loading = false;
        if (id != m_record || m_again) {
            refresh();
            return;
        }
        if (mirror)
            take(*mirror);
        else
            m_states->showFailure({tr("What Notion has of this record could not be read."), m_context.ticker.now(), {}, mirror.error(),
                                   [this] { refresh(); }});
    });
}

void RecordMirrorPanel::take(const api::RecordMirror &mirror)
{
    m_mirror = mirror;
    m_open->setVisible(!mirror.url.isEmpty());
    const bool parked = mirror.state == QLatin1String("parked");
    m_retry->setVisible(parked);
    const bool may = m_context.engine.caller().role >= api::Role::Operator;
    m_retry->setEnabled(may);
    m_retry->setToolTip(may ? QString() : tr("Needs the role operator."));
    QStringList error{engineSentence(mirror.error)};
    if (!mirror.mend.isEmpty())
        error << engineSentence(mirror.mend);
    m_error->setText(error.join(QLatin1Char('\n')));
    m_error->setVisible(!mirror.error.isEmpty());
    tick();
    fillFacts();
    m_states->showContent();
    Q_EMIT changed();
}

void RecordMirrorPanel::tick()
{
    const QString text = mirrorSentence(m_mirror, m_context.ticker.now());
    if (m_state->text() != text)
        m_state->setText(text);
}

void RecordMirrorPanel::fillFacts()
{
    delete m_facts;
    m_facts = new QWidget(this);
    auto *column = new QVBoxLayout(m_facts);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(4);
    const auto head = [&](const QString &text) {
        column->addSpacing(6);
        column->addWidget(makeWrappingLabel(text, TextStyle::Strong, Token::Text, m_facts));
    };
    const auto fact = [&](const QString &name, const QString &text, const QString &why) {
        column->addWidget(makeWrappingLabel(name, TextStyle::Small, Token::Text2, m_facts));
        QLabel *shown = makeWrappingLabel(text.isEmpty() ? tr("No value") : text, TextStyle::Body, text.isEmpty() ? Token::Text3 : Token::Text, m_facts);
        shown->setTextInteractionFlags(Qt::TextSelectableByMouse);
        //: Read by screen readers. %1 name of a field, %2 its value
        shown->setAccessibleName(tr("%1: %2").arg(name, shown->text()));
        column->addWidget(shown);
        if (!why.isEmpty())
            column->addWidget(makeWrappingLabel(whyInWords(why), TextStyle::Small, Token::Warn, m_facts));
    };
    if (!m_mirror.foreign.empty()) {
        head(tr("Only in Notion: the console cannot take these values"));
        for (const auto &foreign : m_mirror.foreign)
            fact(foreign.property, foreign.text, foreign.why);
    }
    if (!m_mirror.extras.empty()) {
        head(tr("Added by people in Notion, shown only"));
        for (const auto &extra : m_mirror.extras)
            //: A property that people added in Notion: %1 its name, %2 its type
            fact(extra.type.isEmpty() ? extra.name : tr("%1 (%2)").arg(extra.name, notionKind(extra.type)), extra.text, {});
    }
    m_column->insertWidget(m_column->count() - 1, m_facts);
}

void RecordMirrorPanel::retry()
{
    m_context.engine.submit(api::RetryNotionItem{m_record}, this, [this](const Result<api::Receipt> &receipt) {
        if (receipt)
            m_context.toasts.show(tr("The change is sent to Notion again"), Tone::Ok);
        else
            m_context.toasts.show(Toast{tr("It could not be tried again. %1").arg(errorSentence(receipt.error())), Tone::Danger, {}, {},
                                        errorDetails(receipt.error())});
        refresh();
    });
}

} // namespace hs::ui
