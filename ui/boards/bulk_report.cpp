#include "ui/boards/bulk_report.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "ui/text/engine_words.h"

namespace hs::ui {
namespace {

struct ReportWords {
    Q_DECLARE_TR_FUNCTIONS(BulkReport)
};

} // namespace

void showBulkReport(QWidget *parent, const QString &summary, const BulkOutcome &outcome)
{
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(ReportWords::tr("What became of each card"));
    auto *layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(10);
    auto *text = new QLabel(summary, dialog);
    text->setWordWrap(true);
    text->setTextFormat(Qt::PlainText);
    layout->addWidget(text);
    auto *list = new QTreeWidget(dialog);
    list->setRootIsDecorated(false);
    list->setColumnCount(2);
    list->setHeaderLabels({ReportWords::tr("Card"), ReportWords::tr("What happened")});
    list->setAccessibleName(ReportWords::tr("What became of each card"));
    list->setSelectionMode(QAbstractItemView::SingleSelection);
    list->setTextElideMode(Qt::ElideRight);
    for (const bool done : {false, true}) {
        for (const BulkOutcome::Item &item : outcome.items) {
            if (item.done != done)
                continue;
            //: What happened to a card of several. %1 the reason
            const QString what = done ? ReportWords::tr("Done") : ReportWords::tr("Refused: %1").arg(engineSentence(item.reason));
            auto *row = new QTreeWidgetItem(list, {item.number, what});
            row->setToolTip(1, what);
        }
    }
    list->header()->setStretchLastSection(true);
    list->resizeColumnToContents(0);
    if (list->topLevelItemCount() > 0)
        list->setCurrentItem(list->topLevelItem(0));
    layout->addWidget(list, 1);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    layout->addWidget(buttons);
    dialog->resize(dialog->fontMetrics().averageCharWidth() * 70, dialog->fontMetrics().lineSpacing() * 18);
    dialog->open();
    list->setFocus();
}

} // namespace hs::ui
