#pragma once

#include <QFile>
#include <QSaveFile>

#include "ui/activity/activity_models.h"
#include "ui/activity/activity_page.h"
#include "ui/activity/audit_export.h"
#include "ui/activity/pager.h"

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace hs::ui {

class SearchField;

/// Every audited act, newest first, as far back as there are any; live.
class AuditPage final : public ActivityPage {
    Q_OBJECT
public:
    explicit AuditPage(ViewContext &context, QWidget *parent = nullptr);

    void refresh() override;
    void find() override;
    /// All acts on one object; "correlation:" and an id: all acts that belong to one matter.
    void showObject(const QString &id) override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray &state) override;

    /// Asks for a file and writes all acts that fit the filters into it.
    void exportToFile();
    /// Writes to `path`, page by page; a broken export leaves no file.
    void exportTo(const QString &path, AuditFormat format);
    [[nodiscard]] bool exporting() const { return m_file != nullptr; }

Q_SIGNALS:
    void exported(const QString &path, qint64 rows);

protected:
    void showState() override;
    void currentChanged() override;

private:
    QWidget *makeFilters();
    QWidget *makeDetail();
    void ask();
    void exportPage(const QString &after);
    void endExport(const QString &problem);
    [[nodiscard]] api::AuditQuery query() const;
    [[nodiscard]] QDateTime since() const;

    AuditModel m_model;
    Pager<api::AuditQuery, api::AuditRow> m_pager;
    SearchField *m_search = nullptr;
    SearchField *m_actor = nullptr;
    SearchField *m_object = nullptr;
    QComboBox *m_time = nullptr;
    QPushButton *m_live = nullptr;
    QPushButton *m_export = nullptr;
    QLabel *m_progress = nullptr;
    QPushButton *m_stop = nullptr;
    QPlainTextEdit *m_text = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_open = nullptr;
    QPushButton *m_why = nullptr;
    QPushButton *m_matter = nullptr;
    QPushButton *m_matterChip = nullptr;
    QString m_correlation; ///< of the one matter that is shown; empty: all

    std::unique_ptr<QSaveFile> m_file;
    AuditFormat m_format = AuditFormat::Csv;
    api::AuditQuery m_exportQuery;
    QDateTime m_exportSince;
    qint64 m_exportRows = 0;
};

} // namespace hs::ui
