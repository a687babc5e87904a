#include "ui/window/shortcut_sheet.h"

#include <map>

#include <QCoreApplication>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/widgets/app_mark.h"
#include "ui/widgets/labels.h"
#include "ui/window/action_words.h"

namespace hs::ui {

namespace {

struct AboutWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::About)
};

/// Keys that Qt's widgets and the docks' lists understand by themselves.
std::vector<std::pair<QString, QString>> listKeys()
{
    return {{AboutWords::tr("↑ ↓ or J K"), AboutWords::tr("Move through a list")},
            {AboutWords::tr("Enter"), AboutWords::tr("Open")},
            {AboutWords::tr("Space"), AboutWords::tr("Select")},
            {AboutWords::tr("Esc"), AboutWords::tr("Leave the innermost thing")}};
}

} // namespace

ShortcutSheet::ShortcutSheet(ViewContext &context, const QHash<QString, QString> &titles, const QString &scope, QWidget *parent)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(scope.isEmpty() ? tr("Keyboard") : tr("Help: %1").arg(titles.value(scope)));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 14);
    column->addWidget(makeLabel(windowTitle(), TextStyle::Headline, Token::Text, this));
    column->addWidget(makeWrappingLabel(tr("All keys can be changed in the settings under Keyboard."), TextStyle::Body, Token::Text2, this));

    auto *area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setAccessibleName(windowTitle());
    auto *body = new QWidget(area);
    auto *grid = new QGridLayout(body);
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(1, 1);

    std::map<QString, std::map<QString, QString>> sections; // title -> text -> key
    for (const ActionRegistry::Item &item : context.actions.items()) {
        const QKeySequence key = context.actions.shortcut(item.spec.id);
        const bool global = item.spec.scope == QLatin1String("global");
        if (key.isEmpty() || (!scope.isEmpty() && !global && item.spec.scope != scope))
            continue;
        sections[global ? tr("Everywhere") : titles.value(item.spec.scope)][actionName(item)] = key.toString(QKeySequence::NativeText);
    }
    int row = 0;
    const auto heading = [&](const QString &text) {
        QLabel *label = makeLabel(text, TextStyle::Strong, Token::Text2, body);
        label->setContentsMargins(0, row == 0 ? 0 : 10, 0, 2);
        grid->addWidget(label, row++, 0, 1, 2);
    };
    const auto line = [&](const QString &key, const QString &text) {
        QLabel *cap = makeLabel(key, TextStyle::Small, Token::Text, body);
        cap->setProperty("frame", QStringLiteral("keycap"));
        grid->addWidget(cap, row, 0, Qt::AlignLeft);
        grid->addWidget(makeWrappingLabel(text, TextStyle::Body, Token::Text, body), row++, 1);
    };
    for (const auto &[title, keys] : sections) {
        heading(title);
        for (const auto &[text, key] : keys)
            line(key, text);
    }
    heading(tr("In lists"));
    for (const auto &[key, text] : listKeys())
        line(key, text);
    grid->setRowStretch(row, 1);
    area->setWidget(body);
    column->addWidget(area, 1);
    QPushButton *close = makeButton(tr("Close"), ButtonKind::Primary, context.theme, this);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    column->addWidget(close, 0, Qt::AlignRight);
    resize(context.theme.scaled(560), context.theme.scaled(620));
}

void showAbout(ViewContext &context, const QString &dataDir, QWidget *parent)
{
    auto *box = new QDialog(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(AboutWords::tr("About HigherSelf Console"));
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(28, 24, 28, 18);
    column->setSpacing(8);
    auto *mark = new QLabel(box);
    mark->setPixmap(appMark(64, box->devicePixelRatioF()));
    column->addWidget(mark, 0, Qt::AlignHCenter);
    column->addWidget(makeLabel(QStringLiteral("HigherSelf Console"), TextStyle::Headline, Token::Text, box), 0, Qt::AlignHCenter);
    column->addWidget(makeLabel(AboutWords::tr("Version %1").arg(QCoreApplication::applicationVersion()), TextStyle::Body, Token::Text2, box),
                      0, Qt::AlignHCenter);
    if (!dataDir.isEmpty()) {
        QLabel *folder = makeWrappingLabel(AboutWords::tr("Data folder: %1").arg(dataDir), TextStyle::Small, Token::Text2, box);
        folder->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        folder->setAlignment(Qt::AlignHCenter);
        column->addWidget(folder);
    }
    column->addWidget(makeWrappingLabel(AboutWords::tr("Type: Inter (SIL Open Font License). Icons: Lucide (ISC). Built with Qt."),
                                        TextStyle::Caption, Token::Text3, box));
    QPushButton *close = makeButton(AboutWords::tr("Close"), ButtonKind::Primary, context.theme, box);
    close->setDefault(true);
    QObject::connect(close, &QPushButton::clicked, box, &QDialog::accept);
    column->addWidget(close, 0, Qt::AlignHCenter);
    box->open();
}

} // namespace hs::ui
