#include "ui/states/details_box.h"

#include <QApplication>
#include <QClipboard>
#include <QCoreApplication>
#include <QDialog>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {
struct DetailsBoxWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::DetailsBox)
};
} // namespace

void showDetails(const Theme &theme, const QString &title, const QString &details, QWidget *parent)
{
    auto *box = new QDialog(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(DetailsBoxWords::tr("Details"));
    auto *column = new QVBoxLayout(box);
    column->addWidget(makeWrappingLabel(title, TextStyle::Strong, Token::Text, box));
    auto *text = new QPlainTextEdit(details, box);
    text->setReadOnly(true);
    text->setAccessibleName(DetailsBoxWords::tr("Details"));
    text->setFont(theme.font(TextStyle::Mono));
    column->addWidget(text, 1);
    auto *row = new QHBoxLayout;
    row->addStretch(1);
    QPushButton *copy = makeButton(DetailsBoxWords::tr("Copy"), ButtonKind::Normal, theme, box, QStringLiteral("copy"));
    QPushButton *close = makeButton(DetailsBoxWords::tr("Close"), ButtonKind::Primary, theme, box);
    QObject::connect(copy, &QPushButton::clicked, box, [details] { QApplication::clipboard()->setText(details); });
    QObject::connect(close, &QPushButton::clicked, box, &QDialog::accept);
    row->addWidget(copy);
    row->addWidget(close);
    column->addLayout(row);
    box->resize(theme.scaled(520), theme.scaled(280));
    close->setDefault(true);
    box->open();
}

} // namespace hs::ui
