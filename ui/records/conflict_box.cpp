#include "ui/records/conflict_box.h"

#include <QButtonGroup>
#include <QRadioButton>
#include <QVBoxLayout>

#include "ui/records/record_conflict.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

ConflictBox::ConflictBox(ViewContext &context, FieldNames names, const api::DatabaseInfo &database, const QJsonObject &base, const QJsonObject &mine,
                         const api::RecordRow &theirs, QWidget *parent)
    : QFrame(parent)
{
    setProperty("frame", QStringLiteral("warn"));
    auto *box = new QVBoxLayout(this);
    box->setContentsMargins(12, 10, 12, 10);
    box->setSpacing(8);
    //: %1 is who changed the record meanwhile
    box->addWidget(makeWrappingLabel(tr("%1 changed the same fields while you did. Choose what holds.").arg(theirs.updatedBy), TextStyle::Strong,
                                     Token::Warn, this));
    std::vector<std::pair<QString, QRadioButton *>> choices; // name, "mine"
    for (const FieldConflict &conflict : fieldConflicts(base, mine, theirs.fields)) {
        api::PropertyInfo property;
        for (const api::PropertyInfo &known : database.properties) {
            if (known.name == conflict.name)
                property = known;
        }
        box->addWidget(makeLabel(conflict.name, TextStyle::Small, Token::Text2, this));
        auto *row = new FlowLayout(nullptr, 12, 4);
        auto *group = new QButtonGroup(this);
        const auto option = [&](const QString &text) {
            auto *button = new QRadioButton(text, this);
            //: Read by screen readers. %1 name of a field, %2 whose value it is and the value
            button->setAccessibleName(tr("%1, %2").arg(conflict.name, text));
            group->addButton(button);
            row->addWidget(button);
            return button;
        };
        const auto words = [&](const QJsonValue &value) {
            const QString text = namedText(property, value, names);
            return text.isEmpty() ? tr("no value") : text;
        };
        //: A field changed by two people. %1 is the reader's own value
        QRadioButton *own = option(tr("Yours: %1").arg(words(conflict.mine)));
        //: A field changed by two people. %1 is the other's value
        option(tr("Theirs: %1").arg(words(conflict.theirs)));
        own->setChecked(true);
        choices.emplace_back(conflict.name, own);
        box->addLayout(row);
    }
    QPushButton *leave = makeButton(tr("Take all of theirs"), ButtonKind::Quiet, context.theme, this);
    QPushButton *settle = makeButton(tr("Save what is chosen"), ButtonKind::Primary, context.theme, this);
    m_settle = settle;
    auto *buttons = new FlowLayout(nullptr, 6, 6);
    buttons->addWidget(settle);
    buttons->addWidget(leave);
    box->addLayout(buttons);
    connect(settle, &QPushButton::clicked, this, [this, base, mine, choices] {
        QJsonObject changes = changedFields(base, mine);
        for (const auto &choice : choices) {
            if (!choice.second->isChecked())
                changes.remove(choice.first);
        }
        Q_EMIT settled(changes);
    }, Qt::QueuedConnection);
    connect(leave, &QPushButton::clicked, this, [this] { Q_EMIT settled({}); }, Qt::QueuedConnection);
}

void ConflictBox::takeFocus()
{
    m_settle->setFocus();
}

} // namespace hs::ui
