#pragma once

#include <memory>

#include <QLocalServer>
#include <QLockFile>
#include <QObject>
#include <QStringList>

namespace hs::ui {

/// One window for each data folder. The first start holds a lock in the folder
/// and listens; a second hands its arguments over, so that the first comes to
/// the front, and ends.
class SingleInstance final : public QObject {
    Q_OBJECT
public:
    enum class Outcome {
        First,  ///< go on
        Handed, ///< another window took the arguments: end with success
        Deaf    ///< another holds the folder but does not answer; `holder` tells who
    };
    static constexpr int PatienceMs = 2000;      ///< for the first one's answer
    static constexpr int MaxMessage = 64 * 1024; ///< bytes that a second start may send

    explicit SingleInstance(const QString &dataDir, QObject *parent = nullptr);

    /// Blocks up to `PatienceMs` for a second start; meant for before the window.
    [[nodiscard]] Outcome claim(const QStringList &arguments);
    [[nodiscard]] QString holder() const; ///< "process 123 on desk-2", as far as known

Q_SIGNALS:
    void called(const QStringList &arguments); ///< a second start wants the window

private:
    void answer();
    [[nodiscard]] bool hand(const QStringList &arguments) const;

    QString m_name;
    QLockFile m_lock;
    QLocalServer m_server;
};

} // namespace hs::ui
