const = ;;; {
