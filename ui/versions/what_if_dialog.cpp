#include "ui/versions/what_if_dialog.h"

#include <algorithm>

#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTreeView>
#include <QVBoxLayout>

#include "ui/text/engine_error_text.h"
#include "ui/versions/wrapping_tree.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

WhatIfDialog::WhatIfDialog(ViewContext &context, QString definition, const QString &title, const QString &text, QWidget *parent)
    : QDialog(parent), m_context(context), m_definition(std::move(definition)), m_model(new WhatIfModel(this)), m_text(new QPlainTextEdit(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    //: %1 is a workflow's title.
    setWindowTitle(tr("What if: %1").arg(title));
    resize(context.theme.scaled(960), context.theme.scaled(680));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(10);
    column->addWidget(makeWrappingLabel(tr("Change the definition and see which past workflows would have gone another way. Nothing is written or sent."),
                                        TextStyle::Body, Token::Text2, this));
    auto *split = new QSplitter(Qt::Vertical, this);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setTabChangesFocus(true);
    m_text->setAccessibleName(tr("Definition"));
    split->addWidget(m_text);
    auto *view = new QTreeView(split);
    view->setModel(m_model);
    view->setAlternatingRowColors(true);
    wrapColumns(view, {WhatIfModel::Then, WhatIfModel::Now});
    view->setAccessibleName(tr("Workflows that would have gone another way"));
    split->addWidget(view);
    column->addWidget(split, 1);
    m_summary = makeWrappingLabel({}, TextStyle::Small, Token::Text2, this);
    column->addWidget(m_summary);
    auto *buttons = new QDialogButtonBox(this);
    m_run = buttons->addButton(tr("Try it on the past"), QDialogButtonBox::ActionRole);
    m_run->setProperty("kind", QStringLiteral("primary"));
    m_run->setObjectName(QStringLiteral("tryVersion"));
    m_stop = buttons->addButton(tr("Stop"), QDialogButtonBox::ActionRole);
    buttons->addButton(QDialogButtonBox::Close);
    column->addWidget(buttons);

    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_run, &QPushButton::clicked, this, &WhatIfDialog::run);
    connect(m_stop, &QPushButton::clicked, this, &WhatIfDialog::stop);
    connect(m_text, &QPlainTextEdit::textChanged, this, &WhatIfDialog::updateButtons);
    connect(view, &QTreeView::activated, this, [this](const QModelIndex &index) {
        m_context.navigator.open(QStringLiteral("workflow"), m_model->at(index.row()).workflow);
    });
    m_text->setPlainText(text);
    updateButtons();
    if (text.isEmpty())
        askText();
}

void WhatIfDialog::askText()
{
    m_context.engine.ask(api::DefinitionTextQuery{m_definition, {}}, this, [this](Result<api::DefinitionText> text) {
        if (!text)
            return tell(errorSentence(text.error()), true);
        if (m_text->document()->isEmpty()) // nobody has begun to write
            m_text->setPlainText(text->text);
    });
}

void WhatIfDialog::run()
{
    ++m_runs;
    m_running = true;
    m_looked = m_same = 0;
    m_next.clear();
    m_model->clear();
    updateButtons();
    askPage();
}

void WhatIfDialog::stop()
{
    ++m_runs;
    m_running = false;
    tell(tr("Stopped after %n workflow(s).", nullptr, int(m_looked)));
    updateButtons();
}

void WhatIfDialog::askPage()
{
    api::WhatIfQuery query;
    query.text = m_text->toPlainText();
    query.definition = m_definition;
    query.after = m_next;
    m_context.engine.ask(std::move(query), this, [this, run = m_runs](Result<api::WhatIfReport> report) {
        if (run != m_runs)
            return;
        if (!report) {
            m_running = false;
            updateButtons();
            return tell(errorSentence(report.error()), true);
        }
        const auto error = std::find_if(report->findings.begin(), report->findings.end(), [](const auto &finding) { return finding.error; });
        if (error != report->findings.end()) {
            m_running = false;
            updateButtons();
            //: %1 is a line's number, %2 a column's, %3 what is wrong there, in the engine's words.
            return tell(tr("Line %1, column %2: %3").arg(error->line).arg(error->column).arg(error->message), true);
        }
        m_looked += report->looked;
        m_same += report->same;
        m_model->append(std::move(report->rows));
        m_next = report->next;
        tell(tr("%1 of %2 workflows would have gone another way.").arg(m_looked - m_same).arg(m_looked));
        if (!m_next.isEmpty())
            return askPage();
        m_running = false;
        updateButtons();
    });
}

void WhatIfDialog::tell(const QString &sentence, bool trouble)
{
    setLabelStyle(m_summary, TextStyle::Small, trouble ? Token::Danger : Token::Text2);
    m_summary->setText(sentence);
}

void WhatIfDialog::updateButtons()
{
    m_run->setEnabled(!m_running && !m_text->document()->isEmpty());
    m_stop->setEnabled(m_running);
}

} // namespace hs::ui
