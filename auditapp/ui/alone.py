"""One program per desk: a second start shows the first one's window and hands it the file."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QLockFile, QObject, QThread, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

WAIT: Final = 2_000
"""Milliseconds for the one that runs to hear; it may be about to start itself."""
LONGEST: Final = 64 * 1024


class Alone(QObject):
    """The lock file is the truth (Qt knows when its holder has died); the socket only carries the message."""

    asked = Signal(str)
    """Somebody started the program again, with this file or ""."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        with suppress(OSError):  # a folder that cannot be made is told in words by opening the desk
            folder.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(folder / "window.lock"))
        self._lock.setStaleLockTime(0)
        self._name = "auditapp-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:20]
        self._server: QLocalServer | None = None
        self._callers: list[_Caller] = []

    def begin(self) -> bool:
        """True when this is the only one; others come back until it listens."""
        # Any other error is the folder's, and no sign of somebody else.
        return self._lock.tryLock(0) or self._lock.error() is not QLockFile.LockError.LockFailedError

    def listen(self) -> None:
        """Hear others from now on. It loads Qt's network, so the window is seen first."""
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(self._name)
        if server.listen(self._name):
            server.newConnection.connect(self._heard)
            self._server = server

    def pass_on(self, file: str) -> bool:
        """Tell the one that runs; True when it heard."""
        from PySide6.QtNetwork import QLocalSocket

        socket, waited = QLocalSocket(), QElapsedTimer()
        waited.start()
        socket.connectToServer(self._name)
        while not socket.waitForConnected(WAIT):
            if waited.elapsed() > WAIT:
                return False
            QThread.msleep(20)
            socket.connectToServer(self._name)
        socket.write(json.dumps({"open": file}).encode() + b"\n")
        heard = socket.waitForBytesWritten(WAIT)
        socket.disconnectFromServer()
        if socket.state() is not QLocalSocket.LocalSocketState.UnconnectedState:
            socket.waitForDisconnected(WAIT)
        return heard

    def end(self) -> None:
        if self._server is not None:
            self._server.close()
            self._callers.clear()
            self._server = None
        self._lock.unlock()

    def _heard(self) -> None:
        server = self._server
        socket = server.nextPendingConnection() if server is not None else None
        if socket is None:
            return
        self._callers.append(_Caller(socket, self))


class _Caller(QObject):
    """Somebody who started the program again, until they have said their line."""

    def __init__(self, socket: QLocalSocket, alone: Alone) -> None:
        super().__init__(alone)
        self._socket, self._alone, self._said = socket, alone, bytearray()
        socket.readyRead.connect(self._listen)
        self._listen()

    def _listen(self) -> None:
        self._said.extend(bytes(self._socket.readAll().data()))
        if b"\n" not in self._said and len(self._said) <= LONGEST:
            return
        self._socket.readyRead.disconnect(self._listen)
        try:
            wish = json.loads(bytes(self._said).partition(b"\n")[0])
        except ValueError:
            return
        file = wish.get("open", "") if isinstance(wish, dict) else ""
        self._alone.asked.emit(file if isinstance(file, str) else "")
