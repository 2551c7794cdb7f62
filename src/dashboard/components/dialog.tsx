import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'

/** Over the page, until it is closed. What is held is closed by its own buttons alone: neither Escape nor a press outside take it away. */
export function Dialog({
  title,
  isOpen,
  onClose,
  children,
  isAlert = false,
  isHeld = false,
}: {
  title: string
  isOpen: boolean
  onClose(): void
  children: ReactNode
  isAlert?: boolean
  isHeld?: boolean
}) {
  return (
    <ModalOverlay
      className="modal-overlay"
      isOpen={isOpen}
      onOpenChange={(open) => !open && !isHeld && onClose()}
      isDismissable={!isAlert && !isHeld}
      isKeyboardDismissDisabled={isHeld}
    >
      <Modal className="modal">
        <AriaDialog className="dialog" role={isAlert ? 'alertdialog' : 'dialog'}>
          <Heading slot="title" className="dialog-title">
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
