#include <QAccessible>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/conversations/macros.h"
#include "ui/lists/fact_row_delegate.h"
#include "ui/lists/reason_dialog.h"
#include "ui/lists/virtual_list.h"
#include "ui/states/content_states.h"
#include "ui/text/engine_error_text.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {
constexpr int LongestTitle = 80;
}

MacroDialog::MacroDialog(ViewContext &context, QWidget *parent) : QDialog(parent), m_context(context)
{
    setWindowTitle(tr("Macros"));
    setObjectName(QStringLiteral("MacroDialog"));
    const Theme &theme = context.theme;
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(16, 14, 16, 14);
    outer->setSpacing(10);
    auto *halves = new QSplitter(Qt::Horizontal, this);
    halves->setChildrenCollapsible(false);
    auto *left = new QWidget;
    auto *leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, 0, 8, 0);
    m_list = new VirtualList;
    m_list->setAccessibleName(tr("Macros"));
    m_list->setItemDelegate(new FactRowDelegate(theme, 2, m_list));
    m_list->setModel(&m_model);
    m_states = new ContentStates(theme, m_list, left);
    leftColumn->addWidget(m_states, 1);
    QPushButton *fresh = makeButton(tr("New macro"), ButtonKind::Normal, theme, left, QStringLiteral("plus"));
    leftColumn->addWidget(fresh, 0, Qt::AlignLeading);
    halves->addWidget(left);

    auto *right = new QWidget;
    auto *form = new QVBoxLayout(right);
    form->setContentsMargins(8, 0, 0, 0);
    form->setSpacing(6);
    const auto field = [&](const QString &name, QWidget *widget, int stretch = 0) {
        QLabel *label = makeLabel(name, TextStyle::Small, Token::Text2, right);
        label->setBuddy(widget);
        widget->setAccessibleName(name);
        form->addWidget(label);
        form->addWidget(widget, stretch);
    };
    m_title = new QLineEdit(right);
    m_title->setMaxLength(LongestTitle);
    field(tr("Title"), m_title);
    m_text = new QPlainTextEdit(right);
    m_text->setTabChangesFocus(true);
    field(tr("Text"), m_text, 1);
    form->addWidget(makeWrappingLabel(tr("Filled in when it is inserted: {client_name}, {agent}, {studio}, {operator}, {today}"), TextStyle::Small,
                                      Token::Text2, right));
    m_entity = new QComboBox(right);
    m_entity->addItem(tr("Every business"), QString());
    for (const auto &entity : context.studio.entities())
        m_entity->addItem(entity.second, entity.first);
    m_entity->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_entity->setMinimumContentsLength(12);
    field(tr("For"), m_entity);
    m_note = new QCheckBox(tr("For internal notes"), right);
    form->addWidget(m_note);
    m_said = makeWrappingLabel({}, TextStyle::Small, Token::Text2, right);
    m_said->hide();
    form->addWidget(m_said);
    auto *buttons = new FlowLayout(nullptr, 6, 6);
    m_save = makeButton(tr("Save macro"), ButtonKind::Primary, theme, right);
    m_delete = makeButton(tr("Delete…"), ButtonKind::Danger, theme, right, QStringLiteral("trash-2"));
    buttons->addWidget(m_save);
    buttons->addWidget(m_delete);
    form->addLayout(buttons);
    halves->addWidget(right);
    halves->setStretchFactor(0, 2);
    halves->setStretchFactor(1, 3);
    outer->addWidget(halves, 1);
    auto *row = new QHBoxLayout;
    row->addStretch(1);
    QPushButton *shut = makeButton(tr("Close"), ButtonKind::Normal, theme, this);
    row->addWidget(shut);
    outer->addLayout(row);

    connect(shut, &QPushButton::clicked, this, &QDialog::accept);
    connect(fresh, &QPushButton::clicked, this, &MacroDialog::startNew);
    connect(m_save, &QPushButton::clicked, this, &MacroDialog::save);
    connect(m_delete, &QPushButton::clicked, this, &MacroDialog::askDelete);
    connect(m_title, &QLineEdit::textChanged, this, &MacroDialog::updateButtons);
    connect(m_text, &QPlainTextEdit::textChanged, this, &MacroDialog::updateButtons);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &now) {
        if (now.isValid())
            load(m_model.at(now.row()));
    });
    resize(theme.scaled(680), theme.scaled(460));
    load({});
    ask({});
}

void MacroDialog::ask(const QString &select)
{
    m_states->beginLoading();
    m_context.engine.ask(api::MacroQuery{}, this, [this, select](Result<std::vector<api::Macro>> macros) {
        if (!macros) {
            m_states->showFailure({tr("The macros could not be read."), m_context.ticker.now(), {}, macros.error(), [this, select] { ask(select); }});
            return;
        }
        m_model.setMacros(std::move(*macros));
        if (m_model.isEmpty()) {
            m_states->showEmpty({QStringLiteral("text-quote"), tr("No macros yet"), tr("Write the first one beside this."), {}, {}, Tone::Accent});
            return;
        }
        m_states->showContent();
        if (const int at = select.isEmpty() ? -1 : m_model.find(select); at >= 0)
            m_list->setCurrentIndex(m_model.index(at));
    });
}

void MacroDialog::load(const api::Macro &macro)
{
    if (macro.id != m_macro.id || macro.id.isEmpty())
        tell({}, false);
    m_macro = macro;
    m_title->setText(macro.title);
    m_text->setPlainText(macro.text);
    if (m_entity->findData(macro.entity) < 0) // a business that is gone is not lost by saving
        m_entity->addItem(m_context.studio.nameOf(macro.entity), macro.entity);
    m_entity->setCurrentIndex(m_entity->findData(macro.entity));
    m_note->setChecked(macro.note);
    updateButtons();
}

void MacroDialog::startNew()
{
    m_list->selectionModel()->clear();
    load({});
    m_title->setFocus();
}

void MacroDialog::updateButtons()
{
    const bool may = m_context.engine.caller().role >= api::Role::Operator;
    m_save->setEnabled(may && !m_title->text().trimmed().isEmpty() && !m_text->toPlainText().trimmed().isEmpty());
    m_delete->setEnabled(may && !m_macro.id.isEmpty());
    for (QPushButton *button : {m_save, m_delete})
        button->setToolTip(may ? QString() : tr("Needs the role operator."));
}

void MacroDialog::tell(const QString &text, bool trouble)
{
    setLabelStyle(m_said, TextStyle::Small, trouble ? Token::Danger : Token::Ok);
    m_said->setText(text);
    m_said->setAccessibleName(text);
    m_said->setVisible(!text.isEmpty());
    if (text.isEmpty())
        return;
    QAccessibleEvent alert(m_said, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void MacroDialog::save()
{
    if (!m_save->isEnabled())
        return;
    api::Macro macro = m_macro;
    macro.title = m_title->text().trimmed();
    macro.text = m_text->toPlainText();
    macro.entity = m_entity->currentData().toString();
    macro.note = m_note->isChecked();
    m_save->setEnabled(false);
    m_context.engine.submit(api::SaveMacro{macro}, this, [this](Result<api::Receipt> receipt) {
        updateButtons();
        if (!receipt) {
            tell(tr("The macro was not saved. %1").arg(errorSentence(receipt.error())), true);
            return;
        }
        m_macro.id = receipt->id;
        tell(tr("Saved"), false);
        updateButtons();
        ask(receipt->id);
        Q_EMIT changed();
    });
}

void MacroDialog::askDelete()
{
    if (m_macro.id.isEmpty())
        return;
    //: %1 is the title of a macro
    askFirst(this, tr("Delete the macro"), tr("“%1” is deleted for everybody.").arg(m_macro.title), tr("Delete macro"), [this, id = m_macro.id] {
        m_context.engine.submit(api::DeleteMacro{id}, this, [this](Result<api::Receipt> receipt) {
            if (!receipt) {
                tell(tr("The macro was not deleted. %1").arg(errorSentence(receipt.error())), true);
                return;
            }
            startNew();
            ask({});
            Q_EMIT changed();
        });
    });
}

} // namespace hs::ui
