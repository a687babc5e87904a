#include "ui/integrations/notion_setup.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/integrations/notion_plan.h"
#include "ui/integrations/notion_progress.h"
#include "ui/text/engine_error_text.h"
#include "ui/text/engine_words.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {
const QString TokenName = QStringLiteral("NOTION_API_TOKEN");
}

NotionSetup::NotionSetup(ViewContext &context, const api::NotionStatus &status, QWidget *parent)
    : QDialog(parent), m_context(context), m_tokenSet(status.tokenSet), m_steps(new QStackedWidget(this))
{
    setWindowTitle(tr("Connect Notion"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(10);
    m_heading = makeWrappingLabel({}, TextStyle::Title, Token::Text, this);
    column->addWidget(m_heading);
    m_steps->addWidget(makeAccess());
    m_steps->addWidget(makePlan());
    m_steps->addWidget(makeDone());
    column->addWidget(m_steps, 1);
    m_problem = makeFrame("danger", this);
    auto *problem = new QVBoxLayout(m_problem);
    problem->setContentsMargins(10, 8, 10, 8);
    m_problemText = makeWrappingLabel({}, TextStyle::Body, Token::Danger, m_problem);
    m_problemText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    problem->addWidget(m_problemText);
    column->addWidget(m_problem);
    m_working = makeWrappingLabel({}, TextStyle::Body, Token::Text2, this);
    column->addWidget(m_working);
    m_progress = new NotionProgress(this);
    column->addWidget(m_progress);
    auto *buttons = new QHBoxLayout;
    m_back = makeButton(tr("Back"), ButtonKind::Normal, context.theme, this);
    m_close = makeButton(tr("Cancel"), ButtonKind::Normal, context.theme, this);
    m_next = makeButton({}, ButtonKind::Primary, context.theme, this);
    m_next->setAutoDefault(true);
    m_next->setDefault(true);
    buttons->addWidget(m_back);
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    buttons->addWidget(m_next);
    column->addLayout(buttons);
    m_page->setText(status.parentPage);
    connect(m_back, &QPushButton::clicked, this, [this] { goTo(Step::Access); });
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_next, &QPushButton::clicked, this, [this] {
        if (step() == Step::Access)
            saveToken();
        else if (step() == Step::Plan && m_plan->namesPlaces())
            askNamed();
        else if (step() == Step::Plan)
            connectNow();
        else
            accept();
    });
    connect(m_token, &QLineEdit::textChanged, this, &NotionSetup::updateButtons);
    connect(m_page, &QLineEdit::textChanged, this, &NotionSetup::updateButtons);
    connect(m_plan, &NotionPlanView::chosen, this, &NotionSetup::updateButtons);
    resize(context.theme.scaled(560), context.theme.scaled(560));
    goTo(Step::Access);
}

QWidget *NotionSetup::makeAccess()
{
    auto *page = new QWidget(m_steps);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    const auto text = [&](const QString &words) { column->addWidget(makeWrappingLabel(words, TextStyle::Body, Token::Text2, page)); };
    const auto field = [&](const QString &name, QLabel *&problem) {
        column->addSpacing(8);
        QLabel *label = makeLabel(name, TextStyle::Strong, Token::Text, page);
        auto *edit = new QLineEdit(page);
        edit->setAccessibleName(name);
        label->setBuddy(edit);
        column->addWidget(label);
        column->addWidget(edit);
        problem = makeWrappingLabel({}, TextStyle::Small, Token::Danger, page);
        problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
        problem->hide();
        column->addWidget(problem);
        return edit;
    };
    text(tr("The 16 databases of the hub get a mirror in Notion: what is changed on one side follows on the other. Nothing is made or changed in Notion "
            "before you have seen what would happen."));
    m_token = field(tr("Token"), m_tokenProblem);
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setPlaceholderText(m_tokenSet ? tr("One is stored. Leave this empty to keep it.") : tr("Token of the connection"));
    text(tr("In Notion, make a connection (integration) for your workspace and copy its token. It is stored safely and never shown again."));
    m_page = field(tr("Parent page"), m_pageProblem);
    m_page->setPlaceholderText(QStringLiteral("https://www.notion.so/…"));
    text(tr("The address of the page under which the databases are, or are to be made. In the page's menu in Notion, add the connection to it first."));
    column->addStretch(1);
    return page;
}

QWidget *NotionSetup::makePlan()
{
    auto *area = new QScrollArea(m_steps);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setAccessibleName(tr("What would happen in Notion"));
    m_plan = new NotionPlanView(m_context);
    area->setWidget(m_plan);
    return area;
}

QWidget *NotionSetup::makeDone()
{
    auto *page = new QWidget(m_steps);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(makeWrappingLabel(tr("From now on changes are uploaded as they are made, and what is changed in Notion is downloaded. The first upload of "
                                           "all records takes a while; you can work meanwhile."),
                                        TextStyle::Body, Token::Text, page));
    column->addStretch(1);
    return page;
}

NotionSetup::Step NotionSetup::step() const
{
    return Step(m_steps->currentIndex());
}

void NotionSetup::goTo(Step step)
{
    m_steps->setCurrentIndex(int(step));
    m_problem->hide();
    m_heading->setText(step == Step::Access ? tr("Connect Notion") : step == Step::Plan ? tr("What would happen") : tr("Notion is connected"));
    m_back->setVisible(step == Step::Plan);
    m_close->setVisible(step != Step::Done);
    if (step == Step::Access)
        (m_tokenSet ? m_page : m_token)->setFocus();
    else
        m_next->setFocus();
    setBusy(false);
}

void NotionSetup::setBusy(bool busy, const QString &words)
{
    m_busy = busy;
    m_working->setText(words);
    m_working->setVisible(busy);
    m_steps->setEnabled(!busy);
    if (!busy)
        m_progress->setStatus({});
    const bool goesOn = busy && step() == Step::Plan && !m_plan->namesPlaces();
    m_close->setText(goesOn ? tr("Close, it goes on") : tr("Cancel"));
    if (busy) {
        m_problem->hide();
        QAccessibleEvent event(m_working, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
    updateButtons();
}

void NotionSetup::updateButtons()
{
    bool ready = !m_busy;
    QString why;
    if (step() == Step::Access && ready) {
        ready = (m_tokenSet || !m_token->text().trimmed().isEmpty()) && !m_page->text().trimmed().isEmpty();
        why = tr("Token and page are needed.");
    } else if (step() == Step::Plan && ready) {
        ready = m_plan->isDecided();
        why = tr("Choose what becomes of every database that differs.");
    }
    // What a person names by its address is looked at first, as all the rest was.
    const bool look = step() == Step::Access || (step() == Step::Plan && m_plan->namesPlaces());
    m_next->setText(look ? tr("See what would happen") : step() == Step::Plan ? tr("Connect") : tr("Done"));
    m_next->setEnabled(ready);
    m_next->setToolTip(ready ? QString() : why);
    m_back->setEnabled(!m_busy);
}

void NotionSetup::setStatus(const api::NotionStatus &status)
{
    m_progress->setStatus(m_busy && step() == Step::Plan ? status : api::NotionStatus{});
}

void NotionSetup::saveToken()
{
    m_tokenProblem->hide();
    m_pageProblem->hide();
    const QString token = m_token->text().trimmed();
    if (token.isEmpty()) {
        askPlan();
        return;
    }
    setBusy(true, tr("The token is stored…"));
    m_context.engine.submit(api::SetSecret{TokenName, token, false}, this, [this](const Result<api::Receipt> &receipt) {
        if (!receipt) {
            failed(receipt.error());
            return;
        }
        m_tokenSet = true;
        m_token->clear();
        m_token->setPlaceholderText(tr("One is stored. Leave this empty to keep it."));
        askPlan();
    });
}

void NotionSetup::askPlan()
{
    setBusy(true, tr("Notion is asked what is there…"));
    m_context.engine.submit(api::ConnectNotion{m_page->text().trimmed(), {}, true}, this, [this](const Result<api::Receipt> &receipt) {
        if (!receipt) {
            failed(receipt.error());
            return;
        }
        m_plan->setPlan(planFrom(receipt->data));
        goTo(Step::Plan);
    });
}

void NotionSetup::askNamed()
{
    setBusy(true, tr("Notion is asked what is there…"));
    m_context.engine.submit(api::ConnectNotion{m_page->text().trimmed(), m_plan->adopt(), true}, this, [this](const Result<api::Receipt> &receipt) {
        if (!receipt) {
            failed(receipt.error());
            return;
        }
        setBusy(false);
        m_plan->takeNamed(planFrom(receipt->data));
    });
}

void NotionSetup::connectNow()
{
    setBusy(true, tr("The databases are set up in Notion. That can take a few minutes, because Notion takes few requests a minute."));
    m_context.engine.submit(api::ConnectNotion{m_page->text().trimmed(), m_plan->adopt(), false}, this, [this](const Result<api::Receipt> &receipt) {
        if (receipt)
            goTo(Step::Done);
        else
            failed(receipt.error());
    });
}

void NotionSetup::failed(const Error &error)
{
    const QString where = QString::fromStdString(error.where);
    QString text = error.what.empty() ? errorSentence(error) : engineSentence(QString::fromStdString(error.what)) + QLatin1Char('.');
    if (!error.mend.empty())
        text += QLatin1Char('\n') + engineSentence(QString::fromStdString(error.mend)) + QLatin1Char('.');
    setBusy(false);
    const bool aboutPage = where.contains(QLatin1String("parentPage")) || (error.code == Errc::BadInput && where.isEmpty());
    const bool aboutToken = where.contains(TokenName) || error.code == Errc::Unauthorized;
    if (step() == Step::Access && (aboutPage || aboutToken)) {
        QLabel *problem = aboutToken ? m_tokenProblem : m_pageProblem;
        problem->setText(text);
        problem->show();
        (aboutToken ? m_token : m_page)->setFocus();
        return;
    }
    if (!where.isEmpty())
        text += QLatin1Char('\n') + where;
    m_problemText->setText(text);
    m_problem->show();
    QAccessibleEvent event(m_problemText, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

} // namespace hs::ui
