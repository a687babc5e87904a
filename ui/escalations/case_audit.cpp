#include "ui/escalations/case_audit.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/activity/audit_export.h"
#include "ui/activity/row_view.h"
#include "ui/states/content_states.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

CaseAudit::CaseAudit(ViewContext &context, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_model(context.clock),
      m_pager(context.engine, m_model, Pager<api::AuditQuery, api::AuditRow>::Order::NewestFirst),
      m_list(new RowView)
{
    m_list->setModel(&m_model);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setColumnHidden(AuditModel::Object, true);
    m_list->setAccessibleName(tr("Audit of this escalation"));
    m_list->header()->setStretchLastSection(true);
    m_states = new ContentStates(context.theme, m_list, this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 8);
    column->addWidget(m_states, 1);
    QPushButton *button = makeButton(tr("Copy audit"), ButtonKind::Quiet, context.theme, this, QStringLiteral("copy"));
    button->setToolTip(tr("Copies the selected lines, or all, as a table"));
    column->addWidget(button, 0, Qt::AlignLeading);
    connect(button, &QPushButton::clicked, this, &CaseAudit::copy);
    connect(&m_pager, &PagerBase::loadingChanged, this, [this](bool loading) {
        if (loading)
            m_states->beginLoading();
    });
    connect(&m_pager, &PagerBase::loaded, this, [this] {
        if (m_model.rowCount() > 0) {
            m_states->showContent();
            m_list->resizeColumnToContents(AuditModel::At);
            m_list->resizeColumnToContents(AuditModel::Actor);
        } else {
            m_states->showEmpty({QStringLiteral("history"), tr("No audit yet"), tr("Nothing was done to this escalation."), {}, {}});
        }
    });
    connect(&m_pager, &PagerBase::failed, this, [this](const Error &error) {
        FailureState failure;
        failure.what = tr("The audit could not be read.");
        failure.since = m_context.ticker.now();
        failure.error = error;
        failure.retry = [this] { m_pager.refresh(); };
        m_states->showFailure(failure);
    });
}

void CaseAudit::setObject(const QString &object)
{
    if (m_object == object)
        return;
    m_object = object;
    api::AuditQuery query;
    query.object = object;
    m_pager.setQuery(std::move(query));
}

void CaseAudit::refresh()
{
    if (!m_object.isEmpty())
        m_pager.refresh();
}

void CaseAudit::copy()
{
    QByteArray text = auditFileHead(AuditFormat::Csv);
    const QModelIndexList selected = m_list->selectionModel()->selectedRows();
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (selected.isEmpty() || m_list->selectionModel()->isRowSelected(row, {}))
            text += auditFileLine(*m_model.at(row), AuditFormat::Csv);
    }
    QApplication::clipboard()->setText(QString::fromUtf8(text));
    m_context.toasts.show(tr("Audit copied"));
}

} // namespace hs::ui
