#pragma once

#include <map>
#include <string>
#include <vector>

#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QObject>
#include <QTimer>

#include "engine/api/engine.h"
#include "engine/vocabulary/json.h"

namespace hs::app {

/// Plays the demo studio: its records and people through the door, its day as real, signed HTTP posts to the
/// receiver of this very process. Main thread.
class DemoPlayer final : public QObject {
    Q_OBJECT
public:
    /// `pace` 1 is real time, 60 an hour in a minute.
    DemoPlayer(api::Door &door, std::string receiver, double pace);

    /// Fails with Corrupt when the shipped script cannot be read.
    Result<void> begin();

private:
    void fill(std::size_t index); ///< records, one after the other, because later ones name earlier ones
    void put(std::size_t index, const std::string &key, const QString &database, const QJsonObject &values);
    void addPeople(std::size_t index);
    void addPapers(std::size_t index); ///< what the studio has written down; once
    void play();
    void post(const Json &event);
    [[nodiscard]] std::string filledIn(std::string text) const;
    [[nodiscard]] Json filledIn(const Json &value) const;

    api::Engine m_engine; ///< what is answered after the end of this object is dropped
    std::string m_receiver;
    double m_pace;
    std::string m_run; ///< makes the deliveries of each start new ones
    Json m_script;
    std::map<std::string, std::string> m_records; ///< "@key" → id
    std::map<std::string, std::pair<std::vector<std::pair<QByteArray, QByteArray>>, QByteArray>> m_sent; ///< by id: headers, body
    std::size_t m_next = 0;
    QTimer m_timer;
    qint64 m_startedMs = 0;
    QNetworkAccessManager m_network;
};

} // namespace hs::app
